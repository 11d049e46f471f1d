"""A clean task definition, and what becomes of it with one container changed."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

Task = Callable[..., dict[str, Any]]
CONTAINER: dict[str, Any] = {
    "name": "catalog",
    "image": "111111111111.dkr.ecr.eu-west-1.amazonaws.com/dev-catalog@sha256:" + "0" * 64,
    "user": "10001:10001",
    "privileged": False,
    "readonlyRootFilesystem": True,
    "linuxParameters": {"capabilities": {"drop": ["ALL"]}},
    "environment": [{"name": "PORT", "value": "8080"}],
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/dev/catalog"}},
}


@pytest.fixture
def task() -> Task:
    """`task({"user": "root"}, network_mode="host")`: resources with one task definition; None takes a key out."""

    def make(changes: dict[str, Any] | None = None, **arguments: Any) -> dict[str, Any]:
        container = {
            key: value for key, value in {**CONTAINER, **(changes or {})}.items() if value is not None
        }
        definition = {"family": "catalog", "container_definitions": json.dumps([container]), **arguments}
        return {"aws_ecs_task_definition": {"catalog": definition}}

    return make
