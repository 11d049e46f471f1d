"""Functions, who may invoke them, what does: a queue, an HTTP API; and a stack of CloudFormation."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

from .area import REGION, Area, Client, merged, trust
from .ground import LOGS, NETWORK, QUEUES, SUBNETS

_CODE = "twin-code"
_CERTIFICATE = f"arn:aws:acm:{REGION}:123456789012:certificate/00000000-0000-4000-8000-000000000000"
_DOMAIN = "api.twin.example.com"


def _before(client: Client) -> dict[str, str]:
    """Two releases in a bucket, and a domain: its status, for which the genuine provider waits, moto does not tell."""
    client("apigatewayv2").create_domain_name(
        DomainName=_DOMAIN,
        DomainNameConfigurations=[{"CertificateArn": _CERTIFICATE, "EndpointType": "REGIONAL"}],
    )
    s3 = client("s3")
    s3.create_bucket(Bucket=_CODE, CreateBucketConfiguration={"LocationConstraint": REGION})
    for name in ("one", "two"):
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w") as archive:
            archive.writestr(zipfile.ZipInfo("handler.py"), f"NAME = '{name}'\n")
        s3.put_object(Bucket=_CODE, Key=f"{name}.zip", Body=content.getvalue())
    return {}


def _template(description: str) -> str:
    topic = {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": {"Ref": "Name"}}}
    return json.dumps(
        {
            "AWSTemplateFormatVersion": "2010-09-09",
            "Description": description,
            "Parameters": {"Name": {"Type": "String"}},
            "Resources": {"Topic": topic},
        }
    )


_RESOURCES: dict[str, Any] = {
    "aws_iam_role": {"function": {"name": "twin-function", "assume_role_policy": trust("lambda")}},
    "aws_lambda_function": {
        "app": {
            "function_name": "twin-app",
            "role": "${aws_iam_role.function.arn}",
            "description": "Twin",
            "handler": "handler.handle",
            "runtime": "python3.8",
            "s3_bucket": _CODE,
            "s3_key": "one.zip",
            "memory_size": 256,
            "timeout": 20,
            "publish": True,
            "reserved_concurrent_executions": 5,
            "environment": {"variables": {"STAGE": "twin"}},
            "tracing_config": {"mode": "Active"},
            "dead_letter_config": {"target_arn": "${aws_sqs_queue.dead.arn}"},
            "vpc_config": {
                "subnet_ids": SUBNETS,
                "security_group_ids": ["${aws_security_group.tasks.id}"],
            },
            "tags": {"Name": "app"},
        },
        "image": {
            "function_name": "twin-image",
            "role": "${aws_iam_role.function.arn}",
            "package_type": "Image",
            "image_uri": "123456789012.dkr.ecr.eu-west-1.amazonaws.com/twin:1",
        },
    },
    "aws_lambda_permission": {
        "api": {
            "statement_id": "api",
            "action": "lambda:InvokeFunction",
            "function_name": "${aws_lambda_function.app.function_name}",
            "principal": "apigateway.amazonaws.com",
            "source_arn": "${aws_apigatewayv2_api.main.execution_arn}/*/*",
        }
    },
    "aws_lambda_event_source_mapping": {
        "orders": {
            "event_source_arn": "${aws_sqs_queue.orders.arn}",
            "function_name": "${aws_lambda_function.app.arn}",
            "batch_size": 5,
            "maximum_batching_window_in_seconds": 2,
        }
    },
    "aws_apigatewayv2_api": {
        "main": {
            "name": "twin",
            "protocol_type": "HTTP",
            "description": "Twin",
            "cors_configuration": {"allow_methods": ["GET"], "allow_origins": ["*"], "max_age": 60},
            "tags": {"Name": "twin"},
        }
    },
    "aws_apigatewayv2_integration": {
        "app": {
            "api_id": "${aws_apigatewayv2_api.main.id}",
            "integration_type": "AWS_PROXY",
            "integration_method": "POST",
            "integration_uri": "${aws_lambda_function.app.arn}",
            "payload_format_version": "2.0",
            "timeout_milliseconds": 20000,
        }
    },
    "aws_apigatewayv2_route": {
        "app": {
            "api_id": "${aws_apigatewayv2_api.main.id}",
            "route_key": "GET /app",
            "target": "integrations/${aws_apigatewayv2_integration.app.id}",
        }
    },
    "aws_apigatewayv2_stage": {
        "main": {
            "api_id": "${aws_apigatewayv2_api.main.id}",
            "name": "$default",
            "auto_deploy": True,
            "access_log_settings": {
                "destination_arn": "${aws_cloudwatch_log_group.app.arn}",
                "format": "$context.requestId",
            },
            "default_route_settings": {"throttling_burst_limit": 20, "throttling_rate_limit": 10},
        }
    },
    "aws_apigatewayv2_api_mapping": {
        "main": {
            "api_id": "${aws_apigatewayv2_api.main.id}",
            "domain_name": _DOMAIN,
            "stage": "${aws_apigatewayv2_stage.main.id}",
        }
    },
    "aws_cloudformation_stack": {
        "topic": {
            "name": "twin-topic",
            "parameters": {"Name": "twin-of-stack"},
            "template_body": _template("A topic"),
            "tags": {"Name": "topic"},
        }
    },
}

_CHANGES: dict[str, Any] = {
    "aws_lambda_function": {
        "app": {
            "s3_key": "two.zip",
            "memory_size": 512,
            "description": "Other twin",
            "environment": {"variables": {"STAGE": "twin", "LEVEL": "debug"}},
            "reserved_concurrent_executions": 6,
        }
    },
    "aws_lambda_event_source_mapping": {"orders": {"batch_size": 8, "enabled": False}},
    "aws_apigatewayv2_api": {
        "main": {
            "description": "Other twin",
            "cors_configuration": {"allow_methods": ["GET", "PUT"], "allow_origins": ["*"], "max_age": 90},
        }
    },
    "aws_apigatewayv2_integration": {"app": {"timeout_milliseconds": 9000}},
    "aws_apigatewayv2_route": {"app": {"route_key": "GET /other"}},
    "aws_cloudformation_stack": {
        "topic": {"template_body": _template("Still a topic"), "tags": {"Name": "other"}}
    },
}


def _functions(client: Client) -> Iterator[Any]:
    functions = client("lambda")
    for function in functions.list_functions()["Functions"]:
        name = function["FunctionName"]
        found = functions.get_function(FunctionName=name)
        yield {key: found.get(key) for key in ("Configuration", "Tags", "Concurrency")}
        versions = functions.list_versions_by_function(FunctionName=name)["Versions"]
        yield {name: [(version["Version"], version["CodeSha256"]) for version in versions]}
    yield (
        functions.get_policy(FunctionName="twin-app")["Policy"]
        if functions.list_functions()["Functions"]
        else None
    )
    yield from functions.list_event_source_mappings()["EventSourceMappings"]


def _apis(client: Client) -> Iterator[Any]:
    gateway = client("apigatewayv2")
    for api in gateway.get_apis()["Items"]:
        of_api = {"ApiId": api["ApiId"]}
        yield api
        for operation in ("get_integrations", "get_routes", "get_stages"):
            yield {operation: getattr(gateway, operation)(**of_api)["Items"]}
    for domain in gateway.get_domain_names()["Items"]:
        yield domain
        yield gateway.get_api_mappings(DomainName=domain["DomainName"])["Items"]


def _stacks(client: Client) -> Iterator[Any]:
    formation = client("cloudformation")
    for stack in formation.describe_stacks()["Stacks"]:
        if stack["StackStatus"] == "DELETE_COMPLETE":
            continue
        yield stack
        yield formation.get_template(StackName=stack["StackName"])["TemplateBody"]
        resources = formation.describe_stack_resources(StackName=stack["StackName"])["StackResources"]
        yield [(one["ResourceType"], one["PhysicalResourceId"]) for one in resources]


AREA = Area(
    resources=merged(NETWORK, QUEUES, LOGS, _RESOURCES),
    changes=_CHANGES,
    readers={"functions": _functions, "apis": _apis, "stacks": _stacks},
    before=_before,
)
