"""Functions in the state: their handlers, the requests and the queues that invoke them."""

from __future__ import annotations

import pytest

from tests.yard.local.state import GROUP, listener, resource, rule, state
from yard.config import YardError
from yard.local.applied import applied
from yard.local.applied.functions import name_in
from yard.local.desired import FunctionTarget, QueueMapping

ARN = "arn:aws:lambda:eu-west-1:000000000001:function:local-receipts"
QUEUE = "arn:aws:sqs:eu-west-1:000000000001:local-receipts-orders"


def function(**changes: object) -> dict[str, object]:
    return resource(
        "aws_lambda_function",
        "function",
        **{
            "arn": ARN,
            "function_name": "local-receipts",
            "package_type": "Image",
            "image_config": [{"command": ["receipts.handler.handler"], "entry_point": None}],
            "environment": [{"variables": {"BUCKET_RECEIPTS": "local-receipts"}}],
            "timeout": 20,
            "memory_size": 512,
            "reserved_concurrent_executions": -1,
            "tags_all": {"Service": "receipts"},
            **changes,
        },
    )


def test_an_image_runs_the_handler_that_its_command_names() -> None:
    (found,) = applied([state(function())]).functions.values()

    assert (found.service, found.handler, found.command) == ("receipts", "receipts.handler.handler", ())
    assert found.environment == {"BUCKET_RECEIPTS": "local-receipts"}
    assert (found.timeout_seconds, found.memory_mib, found.concurrency) == (20, 512, 4)


def test_an_image_with_a_runtime_of_its_own_runs_its_entry_point() -> None:
    config = [{"entry_point": ["node", "runtime.mjs"], "command": ["index.handler"]}]

    (found,) = applied([state(function(image_config=config))]).functions.values()

    assert (found.handler, found.command) == ("", ("node", "runtime.mjs", "index.handler"))


def test_a_zip_runs_its_handler() -> None:
    zipped = function(package_type="Zip", runtime="python3.13", handler="receipts.handler.handler")

    (found,) = applied([state(zipped)]).functions.values()

    assert found.handler == "receipts.handler.handler"


def test_reserved_concurrency_limits_the_workers() -> None:
    (found,) = applied([state(function(reserved_concurrent_executions=2))]).functions.values()

    assert found.concurrency == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {"image_config": []},
            "it has no image_config.command, so its handler is what its image says, and there is no image on this"
            " machine. Set `function.handler` in apps/receipts/service.yaml.",
        ),
        (
            {"package_type": "Zip", "runtime": "nodejs22.x"},
            "runtime nodejs22.x is not on this machine. Use a Python runtime, or an image whose entry point speaks"
            " Lambda's runtime API.",
        ),
    ],
)
def test_what_cannot_run_here_is_refused(changes: dict[str, object], sentence: str) -> None:
    with pytest.raises(YardError) as refused:
        applied([state(function(**changes))])

    assert str(refused.value) == f"aws_lambda_function.function: {sentence}"


def test_a_target_group_forwards_to_the_function_that_is_attached_to_it() -> None:
    group = resource(
        "aws_lb_target_group",
        "group",
        arn=GROUP,
        target_type="lambda",
        lambda_multi_value_headers_enabled=True,
    )
    attached = resource(
        "aws_lb_target_group_attachment", "one", target_group_arn=GROUP, target_id=f"{ARN}:live"
    )

    found = applied([state(function(), group, attached, listener(), rule(1, "/api/receipts/*"))])

    assert found.function_targets == {GROUP: FunctionTarget(function="local-receipts", multi_value=True)}
    assert found.routes(GROUP) == ["/api/receipts/*"]


def test_routes_of_an_http_api_come_behind_the_load_balancers_rules_the_most_exact_first() -> None:
    uri = f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{ARN}/invocations"
    integration = resource(
        "aws_apigatewayv2_integration", "one", id="i1", integration_type="AWS_PROXY", integration_uri=uri
    )
    routes = [
        resource("aws_apigatewayv2_route", str(index), api_id="a1", route_key=key, target="integrations/i1")
        for index, key in enumerate(("ANY /api/{proxy+}", "GET /api/receipts/{id}"))
    ]

    found = applied([state(function(), integration, *routes)])

    assert [rule.conditions[0].patterns for rule in found.rules] == [("/api/receipts/*",), ("/api/*",)]
    assert found.rules[0].conditions[1].patterns == ("GET",)
    assert found.function_targets["a1/ANY /api/{proxy+}"] == FunctionTarget(
        function="local-receipts", kind="api_gateway", route="ANY /api/{proxy+}"
    )


def test_a_queue_invokes_a_function_as_its_mapping_says() -> None:
    mapping = resource(
        "aws_lambda_event_source_mapping",
        "one",
        event_source_arn=QUEUE,
        function_name=ARN,
        batch_size=5,
        maximum_batching_window_in_seconds=2,
        function_response_types=["ReportBatchItemFailures"],
        scaling_config=[{"maximum_concurrency": 2}],
    )
    off = resource(
        "aws_lambda_event_source_mapping", "off", event_source_arn=QUEUE, function_name=ARN, enabled=False
    )

    found = applied([state(function(), mapping, off)])

    assert found.mappings == (
        QueueMapping(
            queue=QUEUE,
            function="local-receipts",
            batch_size=5,
            window_seconds=2,
            partial_failures=True,
            concurrency=2,
        ),
    )


def test_another_source_of_events_is_told_and_does_not_run_here() -> None:
    stream = "arn:aws:dynamodb:eu-west-1:000000000001:table/t/stream/x"
    mapping = resource("aws_lambda_event_source_mapping", "one", event_source_arn=stream, function_name=ARN)

    found = applied([state(function(), mapping)])

    assert found.mappings == ()
    assert found.notes == (
        "aws_lambda_event_source_mapping.one: only queues invoke functions on this machine, so this source does not.",
    )


@pytest.mark.parametrize(
    "reference",
    [
        "local-receipts",
        "local-receipts:live",
        ARN,
        f"{ARN}:live",
        f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{ARN}/invocations",
    ],
)
def test_a_function_is_found_by_whatever_names_it(reference: str) -> None:
    assert name_in(reference) == "local-receipts"


def test_a_schedule_is_told_and_does_not_run_here() -> None:
    nightly = resource("aws_scheduler_schedule", "a", name="local-nightly", schedule_expression="rate(1 day)")
    off = resource("aws_scheduler_schedule", "b", name="local-off", state="DISABLED")

    found = applied([state(nightly, off)])

    assert found.notes == ("local-nightly: schedules do not run on this machine (rate(1 day)).",)
