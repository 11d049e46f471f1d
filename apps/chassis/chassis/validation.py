"""Validation of requests, without what flask-openapi3 does again for each of them.

For queries and headers it asks the model for its JSON Schema in every request, which pydantic then works out anew: up
to a millisecond, more than all else. A model's schema does not change; here it is kept.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any, get_type_hints

from pydantic import BaseModel


def keep_schemas(view: Callable[..., Any]) -> None:
    """Keep the schemas of the models that `view` (as flask-openapi3 wrapped it) takes."""
    try:
        hints = get_type_hints(inspect.unwrap(view))
    except NameError:  # a hint that only type checkers can resolve; then nothing is kept
        return
    for hint in hints.values():
        if isinstance(hint, type) and issubclass(hint, BaseModel) and "model_json_schema" not in vars(hint):
            _keep(hint)


def _keep(model: type[BaseModel]) -> None:
    schema = model.model_json_schema()
    work_out: Any = vars(BaseModel)["model_json_schema"].__func__

    def model_json_schema(cls: type[BaseModel], *arguments: Any, **options: Any) -> dict[str, Any]:
        if cls is model and not arguments and not options:
            return schema
        worked_out: dict[str, Any] = work_out(cls, *arguments, **options)
        return worked_out

    model.model_json_schema = classmethod(model_json_schema)  # type: ignore[assignment,method-assign]
