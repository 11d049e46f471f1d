"""The twins' configuration, one file an area: what is made, what is changed of it, and what boto3 is asked about it."""

from __future__ import annotations

from typing import Any

from . import (
    balancing,
    databases,
    edge,
    functions,
    identity,
    kubernetes,
    messages,
    network,
    operations,
    services,
    stores,
)
from .area import Area, merged

AREAS: dict[str, Area] = {
    area.__name__.rpartition(".")[2]: area.AREA
    for area in (
        balancing,
        databases,
        edge,
        functions,
        identity,
        kubernetes,
        messages,
        network,
        operations,
        services,
        stores,
    )
}
RESOURCES: dict[str, Any] = merged(*(area.resources for area in AREAS.values()))
TYPES = sorted(RESOURCES)
