"""Option groups of RDS: settings of engines that keep some, TLS for one, outside their parameters.

The emulated RDS tells neither the port nor the security groups of an option.
"""

from __future__ import annotations

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, always, reads
from yard.offline.handlers.declarations.databases import TAGS
from yard.offline.handlers.requests import call

GROUP = {"OptionGroupName": "name"}


def change_options(cloud: Cloud, prior: Values, planned: Values) -> None:
    """Put in the options that are planned, and take out the others."""
    wanted = [{**one, "option_version": one.get("version")} for one in planned.get("option") or []]
    before, after = ({one["option_name"] for one in v.get("option") or []} for v in (prior, planned))
    gone = sorted(before - after)
    if not wanted and not gone:
        return
    operation = Operation(
        "modify_option_group",
        {
            **GROUP,
            "OptionsToInclude": always(wanted),
            "OptionsToRemove": always(gone),
            "ApplyImmediately": always(True),
        },
    )
    call(cloud.client("rds", planned.get("region")), operation, planned)


OPTION_GROUP = Declaration(
    service="rds",
    create=Operation(
        "create_option_group",
        {
            **GROUP,
            "EngineName": "engine_name",
            "MajorEngineVersion": "major_engine_version",
            "OptionGroupDescription": "option_group_description",
        },
    ),
    read=(
        reads(
            "describe_option_groups",
            GROUP,
            "OptionGroupsList[0]",
            name="OptionGroupName",
            arn="OptionGroupArn",
            filled="arn",
        ),
    ),
    changes=(Change(frozenset({"option"}), change_options, on_create=True),),
    delete=Operation("delete_option_group", GROUP),
    id="{name}",
    computed={"arn": "arn:{partition}:rds:{region}:{account}:og:{name}"},
    named="name",
    tags=TAGS,
)

DECLARATIONS = {"aws_db_option_group": OPTION_GROUP}
