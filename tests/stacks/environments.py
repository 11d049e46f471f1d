"""Environments and services for the tests of stacks, and the stacks that come of them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import cdktf

import stacks
from tests.modules.synthesised import ACCOUNT, REGION, Resources
from yard.config import Environment, Service

DIGEST = "sha256:" + "0" * 64
IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/dev-shop@{DIGEST}"
SHOP: dict[str, Any] = {
    "name": "shop",
    "team": "merchandising",
    "routes": ["/api/shop", "/shop"],
    "scale": {"min": 2, "max": 6, "requests_per_task": 300},
    "data": {
        "tables": {"products": {"hash_key": "id", "indexes": {"by_category": {"hash_key": "category"}}}},
        "buckets": {"images": {"expire_days": 90}},
    },
    "queues": {"orders": {}},
    "secrets": ["payment_api_key"],
}


def environment(**changes: Any) -> Environment:
    """`dev` in two zones, changed as said."""
    plain = {
        "name": "dev",
        "account": ACCOUNT,
        "region": REGION,
        "zones": ("eu-west-1a", "eu-west-1b"),
    }
    return Environment.model_validate({**plain, **changes})


def service(**changes: Any) -> Service:
    """`shop`, which has one of everything, changed as said."""
    return Service.model_validate({**SHOP, **changes})


def build(
    where: Environment, *services: Service, releases: Mapping[str, str] | None = None
) -> dict[str, Resources]:
    """Stack name -> its resources."""
    with TemporaryDirectory() as folder:
        app = cdktf.App(outdir=folder)
        stacks.build(app, where, {one.name: one for one in services}, releases or {})
        app.synth()
        return {
            path.parent.name: Resources(json.loads(path.read_text("utf-8")))
            for path in sorted(Path(folder).glob("stacks/*/cdk.tf.json"))
        }


@cache
def released() -> dict[str, Resources]:
    """`dev` with `shop` released: what most tests look at."""
    return build(environment(), service(), releases={"shop": IMAGE})


@cache
def protected() -> dict[str, Resources]:
    """The same environment with `protect`."""
    return build(environment(protect=True), service(), releases={"shop": IMAGE})


def container(resources: Resources) -> dict[str, Any]:
    """The one container of a service stack's task definition."""
    (found,) = json.loads(resources.only("aws_ecs_task_definition")["container_definitions"])
    assert isinstance(found, dict)
    return found
