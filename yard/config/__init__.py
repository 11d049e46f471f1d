"""The two files that people write, as typed values with errors that name file, line and key."""

from __future__ import annotations

from typing import Any

from yard.config.data import Bucket, Cache, Data, Database, Index, Queue, Table
from yard.config.environment import Budget, Environment, Network
from yard.config.errors import InputError, YardError
from yard.config.load import environment_names, load_environment, load_services
from yard.config.releases import load_releases
from yard.config.service import Deploy, Scale, Schedule, Service
from yard.config.sizes import SIZES, Size
from yard.config.workspace import Workspace

__all__ = [
    "SIZES",
    "Bucket",
    "Budget",
    "Cache",
    "Data",
    "Database",
    "Deploy",
    "Environment",
    "Index",
    "InputError",
    "Network",
    "Queue",
    "Scale",
    "Schedule",
    "Service",
    "Size",
    "Table",
    "Workspace",
    "YardError",
    "environment_names",
    "json_schema",
    "load_environment",
    "load_releases",
    "load_services",
]


def json_schema(kind: str) -> dict[str, Any]:
    """The JSON Schema of `environment` or `service` files, for editors; KeyError for another kind."""
    models: dict[str, type[Environment] | type[Service]] = {"environment": Environment, "service": Service}
    model = models[kind]
    schema: dict[str, Any] = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **model.model_json_schema(),
    }
    if kind == "service":
        schema["properties"]["environments"] = {
            "type": "object",
            "description": "Overrides by environment, merged over the rest of the file.",
            "additionalProperties": {"type": "object", "properties": dict(schema["properties"])},
        }
    return schema
