"""From pydantic's complaints to sentences about what the person wrote."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches
from typing import Any, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel, ValidationError

from yard.config.environment import FieldError, Sourced
from yard.config.errors import InputError
from yard.config.yaml_source import KeyPath, YamlSource, dotted

ModelT = TypeVar("ModelT", bound=Sourced)


def validate(model: type[ModelT], source: YamlSource) -> ModelT:
    """Read `source` as a `model`. Raises InputError with one sentence for each thing that is wrong."""
    try:
        return model.model_validate(source.values).with_source(source)
    except ValidationError as error:
        raise InputError([_sentence(model, source, dict(one)) for one in error.errors()]) from error


def _sentence(model: type[BaseModel], source: YamlSource, error: dict[str, Any]) -> str:
    path: KeyPath = tuple(part for part in error["loc"] if part != "[key]")
    cause = error.get("ctx", {}).get("error")
    if isinstance(cause, FieldError):
        return source.problem((*path, *cause.path), str(cause))
    field = _field(model, path)
    if error["type"] == "extra_forbidden":
        return source.problem(path, _unknown_key(model, path))
    if error["type"] == "missing":
        return f"{source.name}:{source.line_of(path)} {dotted(path)}: is missing. {_advice(field, 'Add it')}"
    return source.problem(
        path, f"{_shown(error['input'])} {_complaint(error)}. {_advice(field, 'It is')}".rstrip()
    )


def _unknown_key(model: type[BaseModel], path: KeyPath) -> str:
    known = list(_keys(model, path[:-1]))
    close = get_close_matches(str(path[-1]), known, n=1, cutoff=0.6)
    if close:
        return f"no such key. Did you mean {close[0]}?"
    return f"no such key. Known here: {', '.join(known)}." if known else "no such key. Take it out."


def _complaint(error: dict[str, Any]) -> str:
    """What pydantic found, in a few words that follow the value."""
    context = error.get("ctx", {})
    match error["type"]:
        case "literal_error":
            return f"is not allowed; use {context['expected']}".replace("'", "")
        case "string_pattern_mismatch":
            return "does not have the right form"
        case "string_type":
            return "is not text; put it in quotes"
        case "int_type" | "int_parsing" | "int_from_float":
            return "is not a whole number"
        case "bool_type" | "bool_parsing":
            return "is not true or false"
        case "tuple_type" | "list_type":
            return "is not a list"
        case "dict_type" | "model_type" | "model_attributes_type":
            return "is not a group of keys with values"
        case "greater_than_equal" | "greater_than":
            return f"is too small; at least {context.get('ge', context.get('gt', 0))}"
        case "less_than_equal":
            return f"is too large; at most {context['le']}"
        case "too_short":
            return f"has {context['actual_length']} entries; at least {context['min_length']}"
        case "too_long":
            return f"has {context['actual_length']} entries; at most {context['max_length']}"
        case "string_too_short":
            return f"is too short; at least {context['min_length']} characters"
        case "string_too_long":
            return f"is too long; at most {context['max_length']} characters"
        case "value_error":
            return f"cannot be used: {context['error']}"
        case _:
            return f"cannot be used: {error['msg'][:1].lower()}{error['msg'][1:]}"


def _shown(value: Any) -> str:
    text = "nothing" if value is None else f"{value!r}" if isinstance(value, str) else str(value)
    return text if len(text) <= 60 else text[:57] + "…"


def _advice(field: Any, opening: str) -> str:
    """What the key means and an example, from the field's own description."""
    if field is None or not field.description:
        return ""
    example = f" Example: {_yaml(field.examples[0])}." if field.examples else ""
    return f"{opening}: {field.description[:1].lower()}{field.description[1:].rstrip('.')}.{example}"


def _yaml(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {_yaml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_yaml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) and value.isdigit() else str(value)


def _keys(model: type[BaseModel], path: KeyPath) -> Iterator[str]:
    target = _model_at(model, path)
    yield from target.model_fields if target else ()


def _field(model: type[BaseModel], path: KeyPath) -> Any:
    """The field at `path`, or the nearest one above it."""
    for end in range(len(path), 0, -1):
        owner = _model_at(model, path[: end - 1])
        if owner and path[end - 1] in owner.model_fields:
            return owner.model_fields[str(path[end - 1])]
    return None


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    """The model whose keys stand at `path`, through names of mappings and places of lists."""
    current: Any = model
    for part in path:
        if isinstance(current, type) and issubclass(current, BaseModel):
            field = current.model_fields.get(str(part))
            current = field.annotation if field else None
        else:
            current = next(iter(_inner(current)[-1:]), None)
        current = _first_useful(current)
    return current if isinstance(current, type) and issubclass(current, BaseModel) else None


def _inner(annotation: Any) -> list[Any]:
    return [argument for argument in get_args(annotation) if argument is not Ellipsis]


def _first_useful(annotation: Any) -> Any:
    """`annotation` without Annotated and Optional around it."""
    while True:
        if hasattr(annotation, "__metadata__"):
            annotation = annotation.__origin__
        elif get_origin(annotation) in (Union, type(int | None)):
            annotation = next(argument for argument in get_args(annotation) if argument is not type(None))
        else:
            return annotation
