"""Syntheses of a few resources, for tests of the policies."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from yard.config import Environment
from yard.synth import Synthesis, SynthesisedStack

ENVIRONMENT = Environment.model_validate(
    {
        "name": "dev",
        "account": "111111111111",
        "region": "eu-west-1",
        "zones": ["eu-west-1a", "eu-west-1b"],
        "network": {"cidr": "10.20.0.0/16", "nat": "single"},
    }
)


def synthesis(
    stack: Mapping[str, Any], *, name: str = "dev-x", origins: Mapping[str, str] | None = None
) -> Synthesis:
    """The environment dev with one stack."""
    made = SynthesisedStack(name, Path("cdk.tf.json"), dict(stack), (), origins or {})
    return Synthesis(ENVIRONMENT, {}, Path(), {name: made})


def resource(kind: str, identifier: str, path: str, **arguments: Any) -> dict[str, Any]:
    """A stack of one resource, as cdktf writes it."""
    return {"resource": {kind: {identifier: {"//": {"metadata": {"path": path}}, **arguments}}}}
