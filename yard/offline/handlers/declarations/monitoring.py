"""CloudWatch: log groups, metric alarms, dashboards."""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Tags, creates, reads
from yard.offline.handlers.requests import call

GROUP = {"logGroupName": "name"}
CREATE_GROUP = Operation(
    "create_log_group", {**GROUP, "kmsKeyId": "kms_key_id", "logGroupClass": "log_group_class"}
)
ALARM = (
    "actions_enabled alarm_actions alarm_description comparison_operator datapoints_to_alarm dimensions "
    "evaluate_low_sample_count_percentiles evaluation_periods extended_statistic insufficient_data_actions "
    "metric_name metric_query namespace ok_actions period statistic threshold threshold_metric_id "
    "treat_missing_data unit"
)


def change_retention(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """Keep events so many days; 0 is for ever."""
    logs = cloud.client("logs", planned.get("region"))
    if planned.get("retention_in_days"):
        logs.put_retention_policy(
            logGroupName=planned["name"], retentionInDays=int(planned["retention_in_days"])
        )
    else:
        logs.delete_retention_policy(logGroupName=planned["name"])


def change_key(cloud: Cloud, _prior: Values, planned: Values) -> None:
    """Encrypt with another key. The emulated CloudWatch Logs has no operation for it: the group is made anew."""
    logs = cloud.client("logs", planned.get("region"))
    logs.delete_log_group(logGroupName=planned["name"])
    call(logs, CREATE_GROUP, planned)
    change_retention(cloud, {}, planned)
    if planned.get("tags_all"):
        logs.tag_resource(resourceArn=planned["arn"], tags=planned["tags_all"])


def find_group(answer: Any, values: Values) -> Any:
    """The group of just that name among those that start so."""
    return next((group for group in answer["logGroups"] if group["logGroupName"] == values["name"]), None)


def delete_group(cloud: Cloud, _prior: Values, state: Values) -> None:
    """Delete it with all events, unless `skip_destroy` leaves them."""
    if not state.get("skip_destroy"):
        cloud.client("logs", state.get("region")).delete_log_group(logGroupName=state["name"])


def dimensions(values: Values) -> list[dict[str, str]]:
    """Terraform keeps a map."""
    return [{"Name": name, "Value": value} for name, value in (values.get("dimensions") or {}).items()]


LOG_GROUP = Declaration(
    service="logs",
    create=CREATE_GROUP,
    read=(
        reads(
            "describe_log_groups",
            {"logGroupNamePrefix": "name"},
            find_group,
            kms_key_id="kmsKeyId",
            retention_in_days="retentionInDays",
            log_group_class="logGroupClass",
            filled="log_group_class",
        ),
    ),
    changes=(
        Change(frozenset({"retention_in_days"}), change_retention, on_create=True),
        Change(frozenset({"kms_key_id"}), change_key),
    ),
    delete=delete_group,
    id="{name}",
    named="name",
    computed={"arn": "arn:{partition}:logs:{region}:{account}:log-group:{name}"},
    defaults={"log_group_class": "STANDARD"},
    tags=Tags({"resourceArn": "arn"}, tags="tags", keys="tagKeys", found="tags"),
)

_PUT_ALARM = creates("put_metric_alarm", {"Dimensions": dimensions, "Metrics": "metric_query"})
METRIC_ALARM = Declaration(
    service="cloudwatch",
    create=_PUT_ALARM,
    read=(
        reads(
            "describe_alarms",
            {"AlarmNames": "alarm_name"},
            "MetricAlarms[0]",
            dimensions=lambda alarm: {item["Name"]: item["Value"] for item in alarm.get("Dimensions", [])},
        ),
    ),
    changes=(
        Change(
            frozenset(ALARM.split()),
            _PUT_ALARM,
        ),
    ),
    delete=Operation("delete_alarms", {"AlarmNames": "alarm_name"}),
    id="{alarm_name}",
    computed={"arn": "arn:{partition}:cloudwatch:{region}:{account}:alarm:{alarm_name}"},
    defaults={"actions_enabled": True, "treat_missing_data": "missing"},
    tags=Tags({"ResourceARN": "arn"}),
)

PUT_DASHBOARD = creates("put_dashboard")
DASHBOARD = Declaration(
    service="cloudwatch",
    create=PUT_DASHBOARD,
    read=(reads("get_dashboard", {"DashboardName": "dashboard_name"}, dashboard_arn="DashboardArn"),),
    changes=(Change(frozenset({"dashboard_body"}), PUT_DASHBOARD),),
    delete=Operation("delete_dashboards", {"DashboardNames": "dashboard_name"}),
    id="{dashboard_name}",
    computed={"dashboard_arn": "arn:{partition}:cloudwatch::{account}:dashboard/{dashboard_name}"},
)

DECLARATIONS = {
    "aws_cloudwatch_dashboard": DASHBOARD,
    "aws_cloudwatch_log_group": LOG_GROUP,
    "aws_cloudwatch_metric_alarm": METRIC_ALARM,
}
