"""CloudFront: distributions, functions, origin access controls.

Left to the state: aws_cloudfront_response_headers_policy and aws_cloudfront_vpc_origin, which the emulated CloudFront
does not hold; of a distribution, functions and what else a behaviour says beyond path, origin and policies.
"""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import Change, Declaration, Operation, Source, Tags, reads
from yard.offline.handlers.requests import input_members, to_api
from yard.offline.handlers.spelling import like_named

DISTRIBUTION: dict[str, Source] = {"Id": "id"}
# Arguments that CloudFront calls quite otherwise, wherever they stand.
OTHER_NAMES = {
    "header_name": "HeaderName",
    "locations": "Items",
    "ordered_cache_behavior": "CacheBehaviors",
    "origin_id": "Id",
}
# Arguments that change in place. Source: "UpdateDistribution", Amazon CloudFront API Reference.
CHANGEABLE = (
    "aliases comment custom_error_response default_cache_behavior default_root_object enabled http_version"
    " is_ipv6_enabled ordered_cache_behavior origin price_class restrictions viewer_certificate web_acl_id"
)


def quantified(shape: Any, value: Any) -> Any:
    """`value` in the form of `shape`: what CloudFront takes several of is a quantity with items.

    Source: "CloudFront API Reference, Data Types": `Aliases`, `Origins`, `CacheBehaviors` and so on.
    """
    if value is None or value == "":
        return None
    several = (
        shape.type_name == "structure" and "Quantity" in shape.members and shape.name != "GeoRestriction"
    )
    if several and not isinstance(value, dict):
        items = [quantified(shape.members["Items"].member, one) for one in value]
        enabled = {"Enabled": True} if "Enabled" in shape.members else {}
        return {**enabled, "Quantity": len(items), "Items": items} if items else None
    if shape.type_name != "structure":
        return to_api(shape, value)
    body = value[0] if isinstance(value, list) and value else value
    if not isinstance(body, dict):
        return None
    found = {}
    for name, inner in body.items():
        member = (
            OTHER_NAMES.get(name)
            if OTHER_NAMES.get(name) in shape.members
            else like_named(name, shape.members)
        )
        converted = quantified(shape.members[member], inner) if member else None
        if member and converted is not None:
            found[member] = converted
    return found


def configuration(cloud: Cloud, values: Values, reference: str) -> dict[str, Any]:
    """The arguments of a distribution as CloudFront takes them."""
    client = cloud.client("cloudfront")
    shape = input_members(client, "create_distribution")["DistributionConfig"]
    given = {name: values.get(name) for name in CHANGEABLE.split()}
    config: dict[str, Any] = {"CallerReference": reference, **quantified(shape, given)}
    for behaviour in (config["DefaultCacheBehavior"], *config.get("CacheBehaviors", {}).get("Items", [])):
        methods, cached = behaviour["AllowedMethods"], behaviour.pop("CachedMethods", None)
        behaviour["AllowedMethods"] = {**methods, **({"CachedMethods": cached} if cached else {})}
    for response in config.get("CustomErrorResponses", {}).get("Items", []):
        response.setdefault("ErrorCachingMinTTL", 0)  # as the provider says it
    geography = config["Restrictions"]["GeoRestriction"]
    geography["Quantity"] = len(geography.get("Items", []))
    return config


def create_distribution(cloud: Cloud, _prior: Values, planned: Values) -> Values:
    """Make it; the reference is what makes each request one of its own."""
    import uuid

    reference = f"terraform-{uuid.uuid4()}"
    made = cloud.client("cloudfront").create_distribution(
        DistributionConfig=configuration(cloud, planned, reference)
    )["Distribution"]
    return {"id": made["Id"], "arn": made["ARN"], "caller_reference": reference}


def update_distribution(cloud: Cloud, prior: Values, planned: Values) -> Values:
    """Give all of it again: CloudFront takes no part alone."""
    client = cloud.client("cloudfront")
    reference = str(prior.get("caller_reference") or "terraform")
    client.update_distribution(
        Id=planned["id"],
        IfMatch=etag(cloud, planned),
        DistributionConfig=configuration(cloud, planned, reference),
    )
    return {"etag": etag(cloud, planned)}


def delete_distribution(cloud: Cloud, _prior: Values, state: Values) -> None:
    """CloudFront wants to know that nobody changed it in between."""
    cloud.client("cloudfront").delete_distribution(Id=state["id"], IfMatch=etag(cloud, state))


def etag(cloud: Cloud, values: Values) -> str:
    """The version that CloudFront has now."""
    return str(cloud.client("cloudfront").get_distribution(Id=values["id"])["ETag"])


def replace_function(cloud: Cloud, prior: Values, planned: Values) -> Values:
    """The emulated CloudFront cannot change a function: it gets a new one of the same name."""
    if prior:
        delete_function(cloud, {}, prior)
    made = cloud.client("cloudfront").create_function(
        Name=planned["name"],
        FunctionConfig={"Comment": planned.get("comment") or "", "Runtime": planned["runtime"]},
        FunctionCode=planned["code"].encode(),
    )
    return {"id": planned["name"], "etag": made["ETag"], "live_stage_etag": made["ETag"]}


def delete_function(cloud: Cloud, _prior: Values, state: Values) -> None:
    """CloudFront wants to know that nobody changed it in between."""
    client = cloud.client("cloudfront")
    client.delete_function(Name=state["name"], IfMatch=client.describe_function(Name=state["name"])["ETag"])


def access_control(values: Values) -> dict[str, Any]:
    """The arguments of an origin access control."""
    return {
        "Name": values["name"],
        "Description": values.get("description") or "",
        "OriginAccessControlOriginType": values["origin_access_control_origin_type"],
        "SigningBehavior": values["signing_behavior"],
        "SigningProtocol": values["signing_protocol"],
    }


def delete_access_control(cloud: Cloud, _prior: Values, state: Values) -> None:
    """The emulated CloudFront fails on one that is gone, so that it is asked before."""
    client = cloud.client("cloudfront")
    version = client.get_origin_access_control(Id=state["id"])["ETag"]
    client.delete_origin_access_control(Id=state["id"], IfMatch=version)


CLOUDFRONT_DISTRIBUTION = Declaration(
    service="cloudfront",
    create=create_distribution,
    read=(
        reads(
            "get_distribution",
            DISTRIBUTION,
            lambda answer, _: {**answer["Distribution"]["DistributionConfig"], "All": answer},
            arn="All.Distribution.ARN",
            domain_name="All.Distribution.DomainName",
            status="All.Distribution.Status",
            etag="All.ETag",
            aliases="Aliases.Items || `[]`",
            origin=("Origins.Items[].{origin_id: Id, domain_name: DomainName, origin_path: OriginPath}"),
            ordered_cache_behavior=(
                "CacheBehaviors.Items[].{path_pattern: PathPattern, target_origin_id: TargetOriginId,"
                " viewer_protocol_policy: ViewerProtocolPolicy, cache_policy_id: CachePolicyId}"
            ),
            default_cache_behavior=(
                "[DefaultCacheBehavior.{target_origin_id: TargetOriginId,"
                " viewer_protocol_policy: ViewerProtocolPolicy, cache_policy_id: CachePolicyId}]"
            ),
            filled="status etag",
            once="status",
            ignored="caller_reference logging_config restrictions viewer_certificate custom_error_response origin_group"
            " staging last_modified_time",
        ),
    ),
    changes=(Change(frozenset(CHANGEABLE.split()), update_distribution),),
    delete=delete_distribution,
    tags=Tags({"Resource": "arn"}, found="Tags.Items"),
)

CLOUDFRONT_FUNCTION = Declaration(
    service="cloudfront",
    create=replace_function,
    read=(
        reads(
            "describe_function",
            {"Name": "name"},
            "@",
            arn="FunctionSummary.FunctionMetadata.FunctionARN",
            comment="FunctionSummary.FunctionConfig.Comment",
            runtime="FunctionSummary.FunctionConfig.Runtime",
            etag="ETag",
            live_stage_etag="ETag",
        ),
        reads(
            "get_function",
            {"Name": "name"},
            lambda answer, _: {"code": answer["FunctionCode"].read().decode()},
            filled="code",
        ),
    ),
    changes=(Change(frozenset({"code", "comment", "runtime"}), replace_function),),
    delete=delete_function,
    id="{name}",
)

CLOUDFRONT_ORIGIN_ACCESS_CONTROL = Declaration(
    service="cloudfront",
    create=Operation(
        "create_origin_access_control",
        {"OriginAccessControlConfig": access_control},
        result={"id": "OriginAccessControl.Id", "etag": "ETag"},
    ),
    read=(
        reads(
            "get_origin_access_control",
            {"Id": "id"},
            lambda answer, _: {
                **answer["OriginAccessControl"]["OriginAccessControlConfig"],
                "ETag": answer["ETag"],
            },
            etag="ETag",
        ),
    ),
    changes=(
        Change(
            frozenset(
                {
                    "name",
                    "description",
                    "origin_access_control_origin_type",
                    "signing_behavior",
                    "signing_protocol",
                }
            ),
            Operation(
                "update_origin_access_control",
                {"Id": "id", "IfMatch": "etag", "OriginAccessControlConfig": access_control},
            ),
        ),
    ),
    delete=delete_access_control,
    computed={"arn": "arn:{partition}:cloudfront::{account}:origin-access-control/{id}"},
)

DECLARATIONS = {
    "aws_cloudfront_distribution": CLOUDFRONT_DISTRIBUTION,
    "aws_cloudfront_function": CLOUDFRONT_FUNCTION,
    "aws_cloudfront_origin_access_control": CLOUDFRONT_ORIGIN_ACCESS_CONTROL,
}
