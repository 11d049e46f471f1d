"""A service counts its proxies from the end of X-Forwarded-For: one too many, and a client writes its own address."""

from __future__ import annotations

from typing import Any

import pytest

from stacks.front import Front, proxies_before
from tests.modules.synthesised import Resources
from tests.stacks.environments import build, container, environment, service
from yard.config import Service

FUNCTION: dict[str, Any] = {
    "name": "shop",
    "team": "merchandising",
    "runtime": "lambda",
    "memory": 512,
    "function": {"package": "zip"},
    "routes": ["/api/shop"],
}
OWN_API: dict[str, Any] = {**FUNCTION, "function": {"package": "zip", "http": "api_gateway"}}
PODS: dict[str, Any] = {"name": "shop", "team": "merchandising", "runtime": "eks", "routes": ["/api/shop"]}
TASKS: dict[str, Any] = {"name": "shop", "team": "merchandising", "routes": ["/api/shop"]}


@pytest.mark.parametrize(
    ("manifest", "front", "proxies"),
    [
        (TASKS, "load_balancer", 1),
        (TASKS, "cloudfront", 2),
        (TASKS, "vpc_origin", 2),
        (PODS, "cloudfront", 2),
        (FUNCTION, "load_balancer", 1),
        (FUNCTION, "cloudfront", 2),
        (OWN_API, "load_balancer", 0),
        (OWN_API, "cloudfront", 0),
        ({**TASKS, "routes": []}, "cloudfront", 1),
    ],
)
def test_the_number_is_that_of_the_way_which_requests_take(
    manifest: dict[str, Any], front: Front, proxies: int
) -> None:
    assert proxies_before(Service.model_validate(manifest), front) == proxies


def test_a_container_behind_cloudfront_is_told_of_two_and_otherwise_counts_one() -> None:
    assert told(build(environment(edge={}), service())["dev-shop"])["PROXIES"] == "2"
    assert "PROXIES" not in told(build(environment(), service())["dev-shop"])


def test_a_function_behind_api_gateway_is_told_that_no_header_counts_also_where_others_have_cloudfront() -> (
    None
):
    made = build(
        environment(edge={}), Service.model_validate(OWN_API), releases={"shop": "sha256:" + "0" * 64}
    )["dev-shop"]

    assert made.only("aws_lambda_function")["environment"]["variables"]["PROXIES"] == "0"


def told(resources: Resources) -> dict[str, str]:
    return {entry["name"]: entry["value"] for entry in container(resources)["environment"]}
