"""Observability stack: whom alarms tell, the environment at a glance, its backups.

Needs: the platform stack. The services need it, for the topic of their alarms; destroying it silences them.
"""

from __future__ import annotations

from cdktf import App

from modules import names
from modules.data.backup_plan import BackupPlan
from modules.messaging.topic import Topic
from modules.observability.dashboard import Dashboard
from modules.observability.widgets import Graph, Search
from modules.security.kms_key import KmsKey
from stacks.environment_stack import EnvironmentStack
from stacks.platform import PlatformStack
from yard.config import Environment

BALANCER = "AWS/ApplicationELB,LoadBalancer,TargetGroup"
TASKS = "AWS/ECS,ClusterName,ServiceName"


class ObservabilityStack(EnvironmentStack):
    """Topic, dashboard, backup plan."""

    def __init__(self, app: App, environment: Environment, platform: PlatformStack) -> None:
        super().__init__(app, environment, "observability", team="platform")
        self._key = KmsKey(
            self,
            "key",
            name=self.resource_name(),
            account=environment.account,
            region=environment.region,
            log_groups=f"/{environment.name}/observability/*",
            protect=environment.protect,
        )
        self.topic_arn = self._topic()
        Dashboard(
            self,
            "dashboard",
            name=environment.name,
            heading=environment.name,
            region=environment.region,
            rows=_rows(environment.name, platform),
        )
        if environment.protect:
            BackupPlan(
                self,
                "backups",
                name=environment.name,
                environment=environment.name,
                account=environment.account,
                region=environment.region,
                role_name=names.role_name(environment.name, "observability", "backup"),
                key=self._key,
            )

    def _topic(self) -> str:
        environment = self.environment
        topic = Topic(
            self,
            "alarms",
            name=self.resource_name("alarms"),
            display_name=f"Alarms of {environment.name}",
            key=self._key,
        )
        topic.allow_service("cloudwatch.amazonaws.com", sid="Alarms")
        if environment.alarms:
            topic.tell(environment.alarms.email)
        self.output("alarm_topic_arn", topic.arn, "Where alarms are told; subscribe whoever is on call.")
        return topic.arn


def _rows(environment: str, platform: PlatformStack) -> list[list[Graph]]:
    """From what customers feel to what causes it; every service by itself, those of tomorrow too."""
    balancer = f'LoadBalancer="{platform.load_balancer.arn_suffix}"'
    cluster = f'ClusterName="{platform.cluster.name}"'
    own = f'"{environment}-"'  # part of the names of functions, queues and tables

    def requests(title: str, metric: str, statistic: str, unit: str) -> Graph:
        return Graph(title, [Search(BALANCER, f'MetricName="{metric}" {balancer}', statistic, "")], unit)

    return [
        [
            requests("Requests by service", "RequestCount", "Sum", "a minute"),
            requests("Errors by service", "HTTPCode_Target_5XX_Count", "Sum", "a minute"),
            requests("Latency p99 by service", "TargetResponseTime", "p99", "seconds"),
        ],
        [
            requests("Unhealthy targets", "UnHealthyHostCount", "Maximum", ""),
            Graph(
                "CPU of tasks",
                [Search(TASKS, f'MetricName="CPUUtilization" {cluster}', "Average")],
                "percent",
            ),
            Graph(
                "Memory of tasks",
                [Search(TASKS, f'MetricName="MemoryUtilization" {cluster}', "Average")],
                "percent",
            ),
        ],
        [
            Graph(
                "Errors of functions",
                [Search("AWS/Lambda,FunctionName", f'MetricName="Errors" {own}', "Sum", "")],
            ),
            Graph(
                "Oldest messages",
                [
                    Search(
                        "AWS/SQS,QueueName",
                        f'MetricName="ApproximateAgeOfOldestMessage" {own}',
                        "Maximum",
                        "",
                    )
                ],
                "seconds",
            ),
            Graph(
                "Throttled tables",
                [
                    Search("AWS/DynamoDB,TableName", f'MetricName="ReadThrottleEvents" {own}', "Sum", ""),
                    Search("AWS/DynamoDB,TableName", f'MetricName="WriteThrottleEvents" {own}', "Sum", ""),
                ],
                "a minute",
            ),
        ],
    ]
