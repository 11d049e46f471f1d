"""What runs without servers, and what invokes it: Lambda, API Gateway, the stack of an alias."""

from __future__ import annotations

import json
from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values

ACCOUNT, REGION = "123456789012", "eu-west-1"


def function(world: World, **changes: Any) -> Values:
    role = world.life.create(
        "aws_iam_role", name=world.name("role"), assume_role_policy=world.trust("lambda.amazonaws.com")
    )
    return {
        "function_name": world.name("function"),
        "role": role["arn"],
        "handler": "receipts.handler.handler",
        "runtime": "python3.11",
        "s3_bucket": world.bucket(),
        "s3_key": "unreleased.zip",
        "package_type": "Zip",
        "architectures": ["x86_64"],
        "memory_size": 512,
        "timeout": 30,
        "publish": True,
        "reserved_concurrent_executions": 10,
        "environment": [{"variables": {"SERVICE": "receipts"}}],
        "ephemeral_storage": [{"size": 1024}],
        "tracing_config": [{"mode": "Active"}],
        "logging_config": [{"log_format": "JSON", "log_group": "/dev/receipts"}],
        "dead_letter_config": [{"target_arn": world.queue()["arn"]}],
        "tags": {"Service": "receipts"},
        **changes,
    }


def made(world: World) -> Values:
    return world.life.create("aws_lambda_function", **function(world))


def see_function(world: World, state: Values) -> Any:
    found = world.aws("lambda").get_function(FunctionName=state["function_name"])
    told = found["Configuration"]
    versions = world.aws("lambda").list_versions_by_function(FunctionName=state["function_name"])["Versions"]
    return (
        told["MemorySize"],
        told["Environment"]["Variables"],
        found["Concurrency"]["ReservedConcurrentExecutions"],
        [version["Version"] for version in versions],
    )


def alias_stack(world: World) -> Values:
    name = made(world)["function_name"]
    alias = {"FunctionName": name, "FunctionVersion": {"Ref": "Version"}, "Name": "live"}
    template = {
        "Parameters": {"Version": {"Type": "String"}},
        "Resources": {"Alias": {"Type": "AWS::Lambda::Alias", "Properties": alias}},
    }
    return {
        "name": f"{name}-live",
        "template_body": json.dumps(template),
        "parameters": {"Version": "1"},
        "on_failure": "DELETE",
    }


def other_version(_: World) -> Values:
    return {"parameters": {"Version": "$LATEST"}}


def see_alias(world: World, state: Values) -> Any:
    name = state["name"].removesuffix("-live")
    return world.aws("lambda").get_alias(FunctionName=name, Name="live")["FunctionVersion"]


def aliased(world: World) -> str:
    """The name of a function that has an alias."""
    return str(
        world.life.create("aws_cloudformation_stack", **alias_stack(world))["name"].removesuffix("-live")
    )


def permission(world: World) -> Values:
    return {
        "function_name": aliased(world),
        "qualifier": "live",
        "statement_id": "load-balancer",
        "action": "lambda:InvokeFunction",
        "principal": "elasticloadbalancing.amazonaws.com",
        "source_arn": world.target_group(),
    }


def see_permission(world: World, state: Values) -> Any:
    policy = world.aws("lambda").get_policy(FunctionName=state["function_name"], Qualifier="live")["Policy"]
    (statement,) = json.loads(policy)["Statement"]
    return statement["Sid"], statement["Principal"]


def mapping(world: World) -> Values:
    return {
        "event_source_arn": world.queue()["arn"],
        "function_name": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{aliased(world)}:live",
        "batch_size": 10,
        "function_response_types": ["ReportBatchItemFailures"],
        "scaling_config": [{"maximum_concurrency": 5}],
    }


def see_mapping(world: World, state: Values) -> Any:
    found = world.aws("lambda").get_event_source_mapping(UUID=state["uuid"])
    return found["FunctionResponseTypes"], found["ScalingConfig"]["MaximumConcurrency"]


def member(world: World) -> Values:
    group = world.life.create("aws_lb_target_group", name=world.name("functions"), target_type="lambda")
    return {"target_group_arn": group["arn"], "target_id": made(world)["arn"]}


def see_members(world: World, state: Values) -> Any:
    found = world.aws("elbv2").describe_target_health(TargetGroupArn=state["target_group_arn"])
    return [one["Target"]["Id"] == state["target_id"] for one in found["TargetHealthDescriptions"]]


def repository_policy(world: World) -> Values:
    repository = world.life.create("aws_ecr_repository", name=world.name("images"))
    return {"repository": repository["name"], "policy": pull("ecr:BatchGetImage")}


def pull(action: str) -> str:
    principal = {"Service": "lambda.amazonaws.com"}
    statement = {"Sid": "Function", "Effect": "Allow", "Principal": principal, "Action": [action]}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


def see_repository_policy(world: World, state: Values) -> Any:
    found = world.aws("ecr").get_repository_policy(repositoryName=state["repository"])["policyText"]
    return json.loads(found)["Statement"][0]["Action"]


def api(world: World) -> Values:
    return {"name": world.name("api"), "protocol_type": "HTTP", "tags": {"Service": "receipts"}}


def an_api(world: World) -> str:
    return str(world.life.create("aws_apigatewayv2_api", **api(world))["id"])


def see_api(world: World, state: Values) -> Any:
    found = world.aws("apigatewayv2").get_api(ApiId=state["id"])
    return found["ProtocolType"], found.get("Description")


def integration(world: World) -> Values:
    return {
        "api_id": an_api(world),
        "integration_type": "AWS_PROXY",
        "integration_method": "POST",
        "integration_uri": f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:receipts:live",
        "payload_format_version": "2.0",
        "timeout_milliseconds": 20000,
    }


def see_integration(world: World, state: Values) -> Any:
    found = world.aws("apigatewayv2").get_integration(ApiId=state["api_id"], IntegrationId=state["id"])
    return found["IntegrationType"], found["PayloadFormatVersion"], found["TimeoutInMillis"]


def route(world: World) -> Values:
    return {"api_id": an_api(world), "route_key": "ANY /api/receipts", "target": "integrations/abc"}


def see_route(world: World, state: Values) -> Any:
    found = world.aws("apigatewayv2").get_route(ApiId=state["api_id"], RouteId=state["id"])
    return found["RouteKey"], found["Target"]


def stage(world: World) -> Values:
    return {
        "api_id": an_api(world),
        "name": "$default",
        "auto_deploy": True,
        "tags": {"Service": "receipts"},
        "default_route_settings": [{"throttling_rate_limit": 100, "throttling_burst_limit": 200}],
    }


def see_stage(world: World, state: Values) -> Any:
    found = world.aws("apigatewayv2").get_stage(ApiId=state["api_id"], StageName=state["name"])
    rate = found["DefaultRouteSettings"]["ThrottlingRateLimit"]
    return found["AutoDeploy"], rate, found["Tags"].get("Service")


def domain(world: World) -> Values:
    certificate = f"arn:aws:acm:{REGION}:{ACCOUNT}:certificate/{world.name()}"
    return {
        "domain_name": f"{world.name('receipts')}.example.com",
        "tags": {"Service": "receipts"},
        "domain_name_configuration": [
            {"certificate_arn": certificate, "endpoint_type": "REGIONAL", "security_policy": "TLS_1_2"}
        ],
    }


def see_domain(world: World, state: Values) -> Any:
    found = world.aws("apigatewayv2").get_domain_name(DomainName=state["domain_name"])
    return found["DomainNameConfigurations"][0]["SecurityPolicy"], found["Tags"].get("Service")


def api_mapping(world: World) -> Values:
    name = world.life.create("aws_apigatewayv2_domain_name", **domain(world))["domain_name"]
    return {"api_id": an_api(world), "domain_name": name, "stage": "$default"}


def see_api_mapping(world: World, state: Values) -> Any:
    found = world.aws("apigatewayv2").get_api_mappings(DomainName=state["domain_name"])["Items"]
    return [one["Stage"] for one in found]


CASES = {
    "aws_lambda_function": Case(
        function,
        see_function,
        created=(512, {"SERVICE": "receipts"}, 10, ["$LATEST", "1"]),
        change={
            "memory_size": 1024,
            "s3_key": "released.zip",
            "reserved_concurrent_executions": 20,
            "environment": [{"variables": {"SERVICE": "receipts", "PAGE": "50"}}],
        },
        changed=(1024, {"SERVICE": "receipts", "PAGE": "50"}, 20, ["$LATEST", "1", "2"]),
    ),
    "aws_cloudformation_stack": Case(
        alias_stack,
        see_alias,
        created="1",
        change=other_version,
        changed="$LATEST",
        identifier=lambda state: str(state["name"]),
    ),
    "aws_lambda_permission": Case(
        permission,
        see_permission,
        created=("load-balancer", {"Service": "elasticloadbalancing.amazonaws.com"}),
        identifier=lambda state: f"{state['function_name']}:live/{state['statement_id']}",
    ),
    "aws_lambda_event_source_mapping": Case(
        mapping,
        see_mapping,
        created=(["ReportBatchItemFailures"], 5),
        change={"scaling_config": [{"maximum_concurrency": 7}]},
        changed=(["ReportBatchItemFailures"], 7),
    ),
    "aws_lb_target_group_attachment": Case(
        member,
        see_members,
        created=[True],
        identifier=lambda state: f"{state['target_group_arn']}|{state['target_id']}",
    ),
    "aws_ecr_repository_policy": Case(
        repository_policy,
        see_repository_policy,
        created=["ecr:BatchGetImage"],
        change={"policy": pull("ecr:GetDownloadUrlForLayer")},
        changed=["ecr:GetDownloadUrlForLayer"],
    ),
    "aws_apigatewayv2_api": Case(
        api,
        see_api,
        created=("HTTP", None),
        change={"description": "Receipts"},
        changed=("HTTP", "Receipts"),
    ),
    "aws_apigatewayv2_integration": Case(
        integration,
        see_integration,
        created=("AWS_PROXY", "2.0", 20000),
        change={"timeout_milliseconds": 9000},
        changed=("AWS_PROXY", "2.0", 9000),
        identifier=lambda state: f"{state['api_id']}/{state['id']}",
    ),
    "aws_apigatewayv2_route": Case(
        route,
        see_route,
        created=("ANY /api/receipts", "integrations/abc"),
        change={"target": "integrations/def"},
        changed=("ANY /api/receipts", "integrations/def"),
        identifier=lambda state: f"{state['api_id']}/{state['id']}",
    ),
    "aws_apigatewayv2_stage": Case(
        stage,
        see_stage,
        created=(True, 100, "receipts"),
        change={"default_route_settings": [{"throttling_rate_limit": 50, "throttling_burst_limit": 100}]},
        changed=(True, 50, "receipts"),
        identifier=lambda state: f"{state['api_id']}/{state['name']}",
    ),
    "aws_apigatewayv2_domain_name": Case(domain, see_domain, created=("TLS_1_2", "receipts")),
    "aws_apigatewayv2_api_mapping": Case(
        api_mapping,
        see_api_mapping,
        created=["$default"],
        identifier=lambda state: f"{state['id']}/{state['domain_name']}",
    ),
}
