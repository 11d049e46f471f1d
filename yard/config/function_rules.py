"""What must hold for a manifest with `runtime: lambda`: Lambda's limits, and the keys that mean nothing there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from yard.config.function import API_GATEWAY_SECONDS, MEMORY, VARIABLES_BYTES
from yard.config.model import Broken

if TYPE_CHECKING:
    from yard.config.service import Service

RUNTIME = ("runtime",)
# Key -> what is instead of it.
MEANINGLESS = {
    "command": "Lambda calls function.handler",
    "cpu": "Lambda gives CPU by memory",
    "port": "nothing listens on a port",
    "scale": "Lambda starts as many as there are requests, up to function.reserved_concurrency",
}
# Source: "AWS Lambda Developer Guide, Defined runtime environment variables, Reserved environment variables".
RESERVED_VARIABLES = frozenset(
    {
        "AWS_ACCESS_KEY",
        "AWS_ACCESS_KEY_ID",
        "AWS_DEFAULT_REGION",
        "AWS_EXECUTION_ENV",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
        "AWS_LAMBDA_FUNCTION_NAME",
        "AWS_LAMBDA_FUNCTION_VERSION",
        "AWS_LAMBDA_INITIALIZATION_TYPE",
        "AWS_LAMBDA_LOG_GROUP_NAME",
        "AWS_LAMBDA_LOG_STREAM_NAME",
        "AWS_LAMBDA_RUNTIME_API",
        "AWS_SECRET_ACCESS_KEY",
        "AWS_SESSION_TOKEN",
        "LAMBDA_RUNTIME_DIR",
        "LAMBDA_TASK_ROOT",
    }
)
# Source: "AWS Lambda Developer Guide, Configuring scaling behavior for SQS event source mappings".
LEAST_QUEUE_CONCURRENCY = 2
# 48 hours from the first to the last move of an alias. Source: "AWS CodeDeploy User Guide, CodeDeploy quotas", AWS
# Lambda deployment run in hours.
LONGEST_DEPLOYMENT_MINUTES = 48 * 60


def broken_rules_of_functions(service: Service) -> Iterator[Broken]:
    """What does not hold; on another runtime, only that `function` means nothing there."""
    if service.runtime != "lambda":
        if "function" in service.model_fields_set and service.runtime != "static":  # a site tells by itself
            yield Broken(
                ("function",),
                f"does not go with runtime {service.runtime}. Add runtime: lambda, or take it out.",
                (RUNTIME,),
            )
        return
    for key in sorted(service.model_fields_set & MEANINGLESS.keys()):
        yield Broken((key,), f"does not go with runtime lambda: {MEANINGLESS[key]}. Take it out.", (RUNTIME,))
    if problem := MEMORY.problem(service.memory):
        yield Broken(("memory",), problem, (RUNTIME,))
    yield from _http(service)
    yield from _queues(service)
    yield from _variables(service)
    yield from _deploy(service)


def _http(service: Service) -> Iterator[Broken]:
    function = service.function
    if "http" in function.model_fields_set and not service.routes:
        yield Broken(
            ("function", "http"),
            "a service without routes gets no requests. Add a route, or take it out.",
            (("routes",),),
        )
    if service.routes and function.http == "api_gateway" and function.timeout_seconds > API_GATEWAY_SECONDS:
        yield Broken(
            ("function", "timeout_seconds"),
            f"{function.timeout_seconds} is too large: API Gateway waits {API_GATEWAY_SECONDS} s for an answer."
            f" Use 1 to {API_GATEWAY_SECONDS}, or http: load_balancer, or runtime: ecs.",
            (("function", "http"),),
        )


def _queues(service: Service) -> Iterator[Broken]:
    function = service.function
    for name, queue in service.queues.items():
        # Source: "AWS Lambda Developer Guide, Creating and configuring an Amazon SQS event source mapping".
        if queue.visibility_seconds < function.timeout_seconds:
            yield Broken(
                ("queues", name, "visibility_seconds"),
                f"{queue.visibility_seconds} is less than function.timeout_seconds {function.timeout_seconds}, and"
                f" Lambda would refuse the queue. Use {6 * function.timeout_seconds}, six times as much.",
                (("function", "timeout_seconds"),),
            )
    most = function.reserved_concurrency
    if service.queues and most is not None and most < LEAST_QUEUE_CONCURRENCY:
        yield Broken(
            ("function", "reserved_concurrency"),
            f"{most} is too small: Lambda reads a queue with {LEAST_QUEUE_CONCURRENCY} at a time at the least."
            f" Use {LEAST_QUEUE_CONCURRENCY} or more, or runtime: ecs.",
            (("queues",),),
        )


def _variables(service: Service) -> Iterator[Broken]:
    size = 0
    for variable, path, _ in service.variables():
        if variable in RESERVED_VARIABLES:
            yield Broken(path, f"Lambda sets {variable} itself. Use another name.", (RUNTIME,))
        size += len(variable) + len(service.environment.get(variable, "").encode())
    if size > VARIABLES_BYTES:
        yield Broken(
            ("environment",),
            f"has {size} bytes with the names of all variables: Lambda takes {VARIABLES_BYTES} at the most."
            " Keep what is long in data.buckets or a file, or use runtime: ecs.",
            (RUNTIME,),
        )


def _deploy(service: Service) -> Iterator[Broken]:
    deploy = service.deploy
    if deploy.strategy == "blue_green" and "bake_minutes" in deploy.model_fields_set:
        yield Broken(
            ("deploy", "bake_minutes"),
            "means nothing for blue_green on Lambda: all requests move at once. Use strategy: canary, or take it out.",
            (("deploy", "strategy"), RUNTIME),
        )
    if deploy.strategy not in ("canary", "linear"):
        return
    if deploy.percent == 100 or deploy.bake_minutes == 0:
        key, use = ("percent", "1 to 99") if deploy.percent == 100 else ("bake_minutes", "1 or more")
        yield Broken(
            ("deploy", key),
            f"{getattr(deploy, key)} moves all requests at once on Lambda. Use {use}, or strategy: rolling.",
            (("deploy", "strategy"), RUNTIME),
        )
        return
    moves = 1 if deploy.strategy == "canary" else -(-100 // deploy.percent) - 1
    minutes = moves * deploy.bake_minutes
    if minutes > LONGEST_DEPLOYMENT_MINUTES:
        yield Broken(
            ("deploy", "bake_minutes"),
            f"{moves} times {deploy.bake_minutes} minutes are {minutes}: CodeDeploy moves an alias within"
            f" {LONGEST_DEPLOYMENT_MINUTES} at the most. Lower it, or raise percent.",
            (("deploy", "percent"), ("deploy", "strategy"), RUNTIME),
        )
