"""Lambda functions in the state: what is invoked, by which requests and by which queues."""

from __future__ import annotations

import re
from collections.abc import Iterator

from yard.config import YardError
from yard.local.applied.resources import Resource, Resources, first, number
from yard.local.desired import Action, Condition, Function, FunctionTarget, QueueMapping, Rule

# Sources: "CreateFunction" (defaults), "CreateEventSourceMapping" (default batch size of SQS).
TIMEOUT_SECONDS = 3
MEMORY_MIB = 128
BATCH_SIZE = 10
# AWS runs a thousand at once; one machine has a few cores.
LARGEST_CONCURRENCY = 4
# Requests must find a worker while messages are slow.
LARGEST_QUEUE_CONCURRENCY = 2
# Behind every rule of the load balancer, whose priorities end at 50,000 (source: "CreateRule, Priority").
FIRST_API_PRIORITY = 100_000
OWN_CLIENT = "awslambdaric"


def functions(resources: Resources) -> dict[str, Function]:
    """Every function, by its name. YardError where one cannot run here."""
    return {
        resource.values["function_name"]: _function(resource)
        for resource in resources.of("aws_lambda_function")
    }


def function_targets(resources: Resources) -> dict[str, FunctionTarget]:
    """What rules forward to -> the function behind it: target groups, and routes of HTTP APIs."""
    groups = {values["arn"]: values for values in resources.values("aws_lb_target_group")}
    found = {}
    for attachment in resources.values("aws_lb_target_group_attachment"):
        group = groups.get(attachment["target_group_arn"], {})
        if group.get("target_type") == "lambda":
            found[attachment["target_group_arn"]] = FunctionTarget(
                function=name_in(attachment["target_id"]),
                multi_value=bool(group.get("lambda_multi_value_headers_enabled")),
            )
    for key, route, function in _api_routes(resources):
        found[key] = FunctionTarget(function=function, kind="api_gateway", route=route)
    return found


def api_rules(resources: Resources) -> tuple[Rule, ...]:
    """Routes of HTTP APIs as rules, the most exact first; on this machine all answer at the one address."""
    routes = sorted(_api_routes(resources), key=lambda found: -len(re.sub(r"\{.*", "", found[1])))
    return tuple(
        Rule(
            priority=FIRST_API_PRIORITY + index,
            conditions=tuple(_conditions(route)),
            action=Action(kind="forward", targets={key: 1}),
        )
        for index, (key, route, _) in enumerate(routes)
    )


def mappings(resources: Resources) -> tuple[QueueMapping, ...]:
    """Queues that invoke functions."""
    return tuple(
        QueueMapping(
            queue=values["event_source_arn"],
            function=name_in(values["function_name"]),
            batch_size=int(values.get("batch_size") or BATCH_SIZE),
            window_seconds=number(values.get("maximum_batching_window_in_seconds"), 0),
            partial_failures="ReportBatchItemFailures" in (values.get("function_response_types") or ()),
            concurrency=min(
                int(
                    first(values.get("scaling_config")).get("maximum_concurrency")
                    or LARGEST_QUEUE_CONCURRENCY
                ),
                LARGEST_QUEUE_CONCURRENCY,
            ),
        )
        for values in resources.values("aws_lambda_event_source_mapping")
        if _is_queue(values.get("event_source_arn")) and values.get("enabled") is not False
    )


def notes(resources: Resources) -> Iterator[str]:
    """What is applied and invokes nothing here."""
    for mapping in resources.of("aws_lambda_event_source_mapping"):
        if not _is_queue(mapping.values.get("event_source_arn")):
            yield f"{mapping.address}: only queues invoke functions on this machine, so this source does not."


def name_in(reference: str) -> str:
    """The function's name in whatever names it: its ARN, maybe with version or alias, also as API Gateway writes it.

    Source: "Lambda function versions, aliases"; "invoke_arn" of aws_lambda_function.
    """
    found = re.search(r":function:([^:/]+)", reference)
    return found[1] if found else reference.split(":", 1)[0]


def _function(resource: Resource) -> Function:
    values = resource.values
    handler, command = _entry(resource)
    reserved = int(number(values.get("reserved_concurrent_executions"), -1))
    return Function(
        name=values["function_name"],
        arn=values["arn"],
        service=resource.service or values["function_name"],
        handler=handler,
        command=command,
        environment=first(values.get("environment")).get("variables") or {},
        timeout_seconds=number(values.get("timeout"), TIMEOUT_SECONDS),
        memory_mib=int(number(values.get("memory_size"), MEMORY_MIB)),
        concurrency=LARGEST_CONCURRENCY if reserved < 0 else min(reserved, LARGEST_CONCURRENCY),
    )


def _entry(resource: Resource) -> tuple[str, tuple[str, ...]]:
    """The handler, or the command of an image that brings its own runtime."""
    values = resource.values
    if values.get("package_type") == "Image":
        config = first(values.get("image_config"))
        entry, command = config.get("entry_point") or (), config.get("command") or ()
        if entry and OWN_CLIENT not in " ".join(entry):
            return "", (*entry, *command)
        if not command:
            raise YardError(
                f"{resource.address}: it has no image_config.command, so its handler is what its image says, and there"
                " is no image on this machine. Set `function.handler` in"
                f" apps/{resource.service or values['function_name']}/service.yaml."
            )
        return command[-1], ()
    if not str(values.get("runtime")).startswith("python"):
        raise YardError(
            f"{resource.address}: runtime {values.get('runtime')} is not on this machine. Use a Python runtime, or an"
            " image whose entry point speaks Lambda's runtime API."
        )
    return str(values.get("handler")), ()


def _api_routes(resources: Resources) -> Iterator[tuple[str, str, str]]:
    """Key to forward to, route key and function of every route of an HTTP API that leads to a function."""
    integrations = {values["id"]: values for values in resources.values("aws_apigatewayv2_integration")}
    for route in resources.values("aws_apigatewayv2_route"):
        integration = integrations.get(str(route.get("target")).removeprefix("integrations/"))
        if integration and integration.get("integration_type") == "AWS_PROXY":
            key = f"{route['api_id']}/{route['route_key']}"
            yield key, route["route_key"], name_in(integration.get("integration_uri") or "")


def _conditions(route_key: str) -> Iterator[Condition]:
    """Source: "Create routes for HTTP APIs in API Gateway": a method or ANY, a path; `$default` takes what is left."""
    method, _, path = route_key.partition(" ")
    pattern = re.sub(r"\{[^}]*\}", "*", path)
    yield Condition(field="path", patterns=(pattern or "*",))
    if path and method != "ANY":
        yield Condition(field="method", patterns=(method,))


def _is_queue(arn: str | None) -> bool:
    return ":sqs:" in (arn or "")
