"""A function in a manifest: Lambda's limits, each with its number and the way out; what does not go with it."""

from __future__ import annotations

from typing import Any

import pytest

from yard.config import SIZES

RECEIPTS = "apps/receipts/service.yaml"
FUNCTION = "name: receipts\nteam: sales\nruntime: lambda\n"


def problems(repository: Any, lines: str) -> list[str]:
    """What is wrong with the manifest's fourth line and what follows, without the file's name."""
    return [
        problem.removeprefix(f"{RECEIPTS}:") for problem in repository.problems({RECEIPTS: FUNCTION + lines})
    ]


def test_a_function_needs_no_key_of_its_own(repository: Any) -> None:
    repository.write(RECEIPTS, FUNCTION)

    service = repository.services()["receipts"]

    assert service.handler == "receipts.handler.handler"
    assert (service.function.package, service.function.timeout_seconds) == ("zip", 30)
    assert service.memory == 512


@pytest.mark.parametrize("memory", [128, 513, 10240])
def test_a_function_has_any_memory_within_lambdas_limits(repository: Any, memory: int) -> None:
    assert problems(repository, f"memory: {memory}\n") == []


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            "memory: 10241",
            "4 memory: 10241 is too large: the memory of a function at Lambda is 10240 MiB at the most."
            " Use 128 to 10240, or runtime: ecs.",
        ),
        (
            "memory: 64",
            "4 memory: 64 is too small: the memory of a function at Lambda is 128 MiB at the least. Use 128 to 10240.",
        ),
        (
            "function: {timeout_seconds: 901}",
            "4 function.timeout_seconds: 901 is too large: the time of an invocation at Lambda is 900 s at the most."
            " Use 1 to 900, or runtime: ecs.",
        ),
        (
            "function: {ephemeral_storage_mib: 20480}",
            "4 function.ephemeral_storage_mib: 20480 is too large: the size of /tmp at Lambda is 10240 MiB at the most."
            " Use 512 to 10240, or runtime: ecs.",
        ),
        (
            "function: {reserved_concurrency: 5, provisioned_concurrency: 6}",
            "4 function.provisioned_concurrency: 6 is more than reserved_concurrency 5. Lower it, or raise the other.",
        ),
        (
            "function: {handler: receipts/handler.py}",
            "4 function.handler: receipts/handler.py does not fit. Use a module and a function in it, dots between,"
            " for example receipts.handler.handler.",
        ),
    ],
)
def test_a_limit_is_told_with_its_number(repository: Any, line: str, problem: str) -> None:
    assert problems(repository, line + "\n") == [problem]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("command: [python, main.py]", "Lambda calls function.handler"),
        ("cpu: 256", "Lambda gives CPU by memory"),
        ("port: 8080", "nothing listens on a port"),
        (
            "scale: {min: 2}",
            "Lambda starts as many as there are requests, up to function.reserved_concurrency",
        ),
    ],
)
def test_what_means_nothing_for_a_function_is_refused(repository: Any, line: str, instead: str) -> None:
    key = line.partition(":")[0]

    assert problems(repository, line + "\n") == [
        f"4 {key}: does not go with runtime lambda: {instead}. Take it out."
    ]


def test_only_a_function_says_how_it_runs_on_lambda(repository: Any) -> None:
    manifest = "name: receipts\nteam: sales\nfunction: {timeout_seconds: 60}\n"

    assert repository.problems({RECEIPTS: manifest}) == [
        f"{RECEIPTS}:3 function: does not go with runtime ecs. Add runtime: lambda, or take it out."
    ]


def test_api_gateway_does_not_wait_longer_than_30_seconds(repository: Any) -> None:
    function = "function: {http: api_gateway, timeout_seconds: 31}\n"

    assert problems(repository, "routes: [/api/receipts]\n" + function) == [
        "5 function.timeout_seconds: 31 is too large: API Gateway waits 30 s for an answer."
        " Use 1 to 30, or http: load_balancer, or runtime: ecs."
    ]


def test_who_says_where_requests_come_from_has_a_route(repository: Any) -> None:
    assert problems(repository, "function: {http: api_gateway}\n") == [
        "4 function.http: a service without routes gets no requests. Add a route, or take it out."
    ]


def test_a_message_stays_hidden_while_the_function_works_on_it(repository: Any) -> None:
    lines = "queues: {orders: {visibility_seconds: 60}}\nfunction: {timeout_seconds: 90}\n"

    assert problems(repository, lines) == [
        "4 queues.orders.visibility_seconds: 60 is less than function.timeout_seconds 90, and Lambda would refuse the"
        " queue. Use 540, six times as much."
    ]


def test_a_queue_is_read_two_at_a_time_at_the_least(repository: Any) -> None:
    lines = "queues: {orders: {}}\nfunction: {reserved_concurrency: 1}\n"

    assert problems(repository, lines) == [
        "5 function.reserved_concurrency: 1 is too small: Lambda reads a queue with 2 at a time at the least."
        " Use 2 or more, or runtime: ecs."
    ]


def test_a_variable_that_lambda_sets_itself_is_refused(repository: Any) -> None:
    assert problems(repository, "environment: {AWS_LAMBDA_FUNCTION_NAME: mine}\n") == [
        "4 environment.AWS_LAMBDA_FUNCTION_NAME: Lambda sets AWS_LAMBDA_FUNCTION_NAME itself. Use another name."
    ]


def test_the_variables_have_4096_bytes_at_the_most(repository: Any) -> None:
    assert problems(repository, f"environment: {{TEXT: {'x' * 4092}}}\n") == []
    assert problems(repository, f"environment: {{TEXT: {'x' * 4093}}}\n") == [
        "4 environment: has 4097 bytes with the names of all variables: Lambda takes 4096 at the most."
        " Keep what is long in data.buckets or a file, or use runtime: ecs."
    ]


@pytest.mark.parametrize(
    ("deploy", "problem"),
    [
        (
            "{strategy: blue_green, bake_minutes: 5}",
            "bake_minutes: means nothing for blue_green on Lambda: all requests move at once."
            " Use strategy: canary, or take it out.",
        ),
        (
            "{strategy: canary, percent: 100}",
            "percent: 100 moves all requests at once on Lambda. Use 1 to 99, or strategy: rolling.",
        ),
        (
            "{strategy: linear, bake_minutes: 0}",
            "bake_minutes: 0 moves all requests at once on Lambda. Use 1 or more, or strategy: rolling.",
        ),
        (
            "{strategy: linear, percent: 1, bake_minutes: 30}",
            "bake_minutes: 99 times 30 minutes are 2970: CodeDeploy moves an alias within 2880 at the most."
            " Lower it, or raise percent.",
        ),
    ],
)
def test_a_pace_that_codedeploy_refuses_is_told(repository: Any, deploy: str, problem: str) -> None:
    assert problems(repository, f"deploy: {deploy}\n") == [f"4 deploy.{problem}"]


def test_a_zip_is_released_by_its_digest_and_an_image_by_its_reference(repository: Any) -> None:
    releases = "environments/releases/dev.yaml"
    digest = "sha256:" + "0" * 64

    assert repository.problems({RECEIPTS: FUNCTION, releases: f"receipts: {digest}\n"}) == []
    assert repository.problems({releases: "receipts: v1\n"}) == [
        f"{releases}:1 receipts: v1 is not the digest of a zip."
        " Use one such as sha256: and 64 hexadecimal digits, which yard package tells."
    ]
    image = f"111111111111.dkr.ecr.eu-west-1.amazonaws.com/dev-receipts@{digest}"
    files = {RECEIPTS: FUNCTION + "function: {package: image}\n", releases: f"receipts: {image}\n"}
    assert repository.problems(files) == []


def test_the_size_fills_in_how_many_may_run(repository: Any) -> None:
    repository.write(RECEIPTS, FUNCTION + "function: {provisioned_concurrency: 20}\n")
    function = repository.services()["receipts"].function

    assert function.concurrency(SIZES["small"]) == 20
    assert function.concurrency(SIZES["large"]) == 50
