"""`yard schema`: the JSON Schema of the two files that people write, for editors."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from yard.cli.console import print_json


class Kind(StrEnum):
    """The files that have a schema."""

    environment = "environment"
    service = "service"


def schema(
    kind: Annotated[
        Kind, typer.Argument(help="Which file: environments/ENV.yaml or apps/NAME/service.yaml.")
    ],
) -> None:
    """Print the JSON Schema of an environment or of a service manifest."""
    from yard.config import json_schema

    print_json(json_schema(kind.value))
