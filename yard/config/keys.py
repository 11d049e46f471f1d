"""What a model knows at a key path: its field there, and the key that a person may have meant."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from types import NoneType
from typing import Any, get_args

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from yard.config.yaml_source import KeyPath, dotted


def unknown_key(model: type[BaseModel], path: KeyPath) -> str:
    """The sentence about a key that `model` does not have at `path`: the nearest one, or where it belongs."""
    key, here = str(path[-1]), path[:-1]
    owner = _model_at(model, here)
    known = list(owner.model_fields) if owner else []
    if close := get_close_matches(key, known, n=1, cutoff=0.6):
        return f"no such key. Did you mean {close[0]}?"
    if places := [dotted(place) for place in _places(model) if place[-1] == key]:
        return f"no such key here. Did you mean {' or '.join(places)}?"
    return f"no such key. Known here: {', '.join(known)}." if known else "no such key. Take it out."


def closest(name: str, known: list[str]) -> str:
    """The end of a sentence about a name that is not among `known`."""
    if close := get_close_matches(name, known, n=1, cutoff=0.6):
        return f"Did you mean {close[0]}?"
    return f"There are: {', '.join(known)}." if known else "There is none."


def field_at(model: type[BaseModel], path: KeyPath) -> FieldInfo | None:
    """The field that a key path ends in; None where the path goes on inside it (an entry of a list or of names)."""
    owner = _model_at(model, path[:-1]) if path else None
    return owner.model_fields.get(str(path[-1])) if owner else None


def _places(model: type[BaseModel], above: KeyPath = ()) -> Iterator[KeyPath]:
    """Every key path of `model`, without the ones below names that people choose."""
    for name, field in model.model_fields.items():
        yield (*above, name)
        inner = _plain(field.annotation)
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            yield from _places(inner, (*above, name))


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model whose keys stand at `path`, through names of mappings and places of lists."""
    current: Any = model
    for part in path:
        if isinstance(current, type) and issubclass(current, BaseModel):
            field = current.model_fields.get(str(part))
            current = _plain(field.annotation) if field else None
        else:
            inner = [argument for argument in get_args(current) if argument is not Ellipsis]
            current = _plain(inner[-1]) if inner else None
    return current if isinstance(current, type) and issubclass(current, BaseModel) else None


def _plain(annotation: Any) -> Any:
    """`annotation` without Annotated and without None beside it."""
    while True:
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif NoneType in get_args(annotation):
            annotation = next(argument for argument in get_args(annotation) if argument is not NoneType)
        else:
            return annotation
