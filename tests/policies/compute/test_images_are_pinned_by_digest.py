from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

Failures = Callable[..., list[str]]
Task = Callable[..., dict[str, Any]]
REFUSED = ["dev-example: aws_ecs_task_definition.catalog"]

POLICY = "YARD_ECS_1"
REPOSITORY = "111111111111.dkr.ecr.eu-west-1.amazonaws.com/dev-catalog"
PROTECTED = {"aws_lb": {"sign": {"enable_deletion_protection": True}}}


def service(count: int) -> dict[str, Any]:
    arn = "${aws_ecs_task_definition.catalog.arn}"
    return {
        "aws_ecs_service": {"catalog": {"name": "catalog", "task_definition": arn, "desired_count": count}}
    }


def test_a_digest_passes(failures: Failures, task: Task) -> None:
    assert failures(POLICY, resource=task()) == []


@pytest.mark.parametrize(
    "image", [REPOSITORY, f"{REPOSITORY}:latest", f"{REPOSITORY}:1.2", f"{REPOSITORY}@sha256:0", None]
)
def test_a_tag_fails(failures: Failures, task: Task, image: str | None) -> None:
    assert failures(POLICY, resource=task({"image": image})) == REFUSED


@pytest.mark.parametrize(("count", "found"), [(0, []), (2, REFUSED)])
def test_what_was_never_released_may_not_run_where_the_stack_is_protected(
    failures: Failures, task: Task, count: int, found: list[str]
) -> None:
    resource = {**PROTECTED, **task({"image": f"{REPOSITORY}:unreleased"}), **service(count)}

    assert failures(POLICY, resource=resource) == found


def test_it_may_run_where_nothing_is_protected(failures: Failures, task: Task) -> None:
    assert failures(POLICY, resource={**task({"image": f"{REPOSITORY}:unreleased"}), **service(2)}) == []


def function(image: str) -> dict[str, Any]:
    return {"aws_lambda_function": {"receipts": {"function_name": "receipts", "image_uri": image}}}


def test_a_functions_image_is_judged_as_a_containers(failures: Failures) -> None:
    assert failures(POLICY, resource=function(f"{REPOSITORY}@sha256:{'0' * 64}")) == []
    assert failures(POLICY, resource=function(f"{REPOSITORY}:1.2")) != []
    assert failures(POLICY, resource=function(f"{REPOSITORY}:unreleased")) == []
    assert failures(POLICY, resource={**PROTECTED, **function(f"{REPOSITORY}:unreleased")}) != []


def test_a_function_that_is_a_zip_has_no_image(failures: Failures) -> None:
    assert failures(POLICY, resource={"aws_lambda_function": {"receipts": {"s3_key": "0.zip"}}}) == []


@pytest.mark.parametrize(
    ("image", "replicas", "passes"),
    [
        ("x@sha256:" + "0" * 64, 2, True),
        ("x:1.2.3", 2, False),
        ("x:unreleased", 2, True),
    ],
)
def test_pods_are_pinned_too(failures: Failures, image: str, replicas: int, passes: bool) -> None:
    container = [{"name": "x", "image": image}]
    deployment = {"spec": {"replicas": replicas, "template": {"spec": {"container": container}}}}

    assert (failures(POLICY, resource={"kubernetes_deployment_v1": {"x": deployment}}) == []) is passes


def test_an_init_container_counts(failures: Failures) -> None:
    spec = {"container": [], "init_container": [{"name": "first", "image": "x:latest"}]}
    daemon = {"spec": {"template": {"spec": spec}}}

    assert failures(POLICY, resource={"kubernetes_daemon_set_v1": {"x": daemon}}) != []
