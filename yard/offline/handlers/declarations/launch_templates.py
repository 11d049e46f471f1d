"""Launch templates of EC2: every change is a new version."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, reads
from yard.offline.handlers.declarations import ec2
from yard.offline.handlers.requests import call

TEMPLATE = {"LaunchTemplateId": "id"}
# What a version holds. Source: "RequestLaunchTemplateData", Amazon EC2 API Reference.
DATA = (
    "block_device_mappings capacity_reservation_specification cpu_options credit_specification disable_api_stop"
    " disable_api_termination ebs_optimized enclave_options hibernation_options iam_instance_profile image_id"
    " instance_initiated_shutdown_behavior instance_market_options instance_requirements instance_type kernel_id"
    " key_name maintenance_options metadata_options monitoring network_interfaces placement private_dns_name_options"
    " ram_disk_id tag_specifications user_data"
)
GROUPS = {"security_group_names": "security_groups", "vpc_security_group_ids": "security_group_ids"}
OWN = "launch-template"
CHANGING = frozenset((*DATA.split(), *GROUPS, "description"))


def data(values: Values) -> Values:
    """What a version holds, with tags as EC2 takes them."""
    chosen = {name: values[name] for name in DATA.split() if values.get(name) not in (None, "", [])}
    for ours, aws in GROUPS.items():
        chosen[aws] = values.get(ours) or []
    if specifications := chosen.get("tag_specifications"):
        chosen["tag_specifications"] = [
            {
                "resource_type": one["resource_type"],
                "tags": [{"key": key, "value": value} for key, value in (one.get("tags") or {}).items()],
            }
            for one in specifications
        ]
    return chosen


def own_tags(values: Values) -> list[Values] | None:
    """The template's own tags, which moto describes as it was created with them."""
    pairs = [{"key": key, "value": value} for key, value in (values.get("tags_all") or {}).items()]
    return [{"resource_type": OWN, "tags": pairs}] if pairs else None


def add_version(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """A new version, which new machines get if the plan says so."""
    compute = cloud.client("ec2", planned.get("region"))
    operation = Operation(
        "create_launch_template_version",
        {**TEMPLATE, "VersionDescription": "description", "LaunchTemplateData": data},
    )
    number = call(compute, operation, planned)["LaunchTemplateVersion"]["VersionNumber"]
    if not planned.get("update_default_version"):
        return {"latest_version": number}
    compute.modify_launch_template(LaunchTemplateId=planned["id"], DefaultVersion=str(number))
    return {"latest_version": number, "default_version": number}


def seen_tags(seen: Any) -> list[Values] | None:
    """The tags of what is launched, as a map each."""
    return [
        {
            "resource_type": one["ResourceType"],
            "tags": {tag["Key"]: tag["Value"] for tag in one.get("Tags", [])},
        }
        for one in seen.get("TagSpecifications", [])
        if one["ResourceType"] != OWN  # moto puts the template's own among them
    ]


LAUNCH_TEMPLATE = Declaration(
    service="ec2",
    create=Operation(
        "create_launch_template",
        {
            "LaunchTemplateName": "name",
            "VersionDescription": "description",
            "LaunchTemplateData": data,
            "TagSpecifications": own_tags,
        },
        result={"id": "LaunchTemplate.LaunchTemplateId"},
    ),
    read=(
        reads(
            "describe_launch_templates",
            {"LaunchTemplateIds": "id"},
            "LaunchTemplates[0]",
            name="LaunchTemplateName",
            default_version="DefaultVersionNumber",
            latest_version="LatestVersionNumber",
            filled="default_version latest_version",
        ),
        reads(
            "describe_launch_template_versions",
            {**TEMPLATE, "Versions": lambda _: ["$Latest"]},
            lambda answer, _: {
                **answer["LaunchTemplateVersions"][0],
                **answer["LaunchTemplateVersions"][0]["LaunchTemplateData"],
            },
            description="VersionDescription",
            vpc_security_group_ids="SecurityGroupIds",
            security_group_names="SecurityGroups",
            tag_specifications=seen_tags,
            filled=f"{DATA} description",
            ignored="default_version",  # here it is whether the version is the default
        ),
    ),
    changes=(Change(CHANGING, add_version),),
    delete=Operation("delete_launch_template", TEMPLATE),
    computed={"arn": ec2.arn("launch-template")},
    named="name",
    # moto describes just the tags that it was created with.
    tags=replace(ec2.TAGS, read="describe_tags", asked={"Filters": ec2.filters(resource_id="id")}),
)

DECLARATIONS = {"aws_launch_template": LAUNCH_TEMPLATE}
