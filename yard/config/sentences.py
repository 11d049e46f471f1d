"""From pydantic's complaints to sentences about what the person wrote: what was found, what is allowed, what to do."""

from __future__ import annotations

import re
from typing import Any

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from yard.config.forms import FORMS
from yard.config.keys import field_at, unknown_key
from yard.config.yaml_source import KeyPath, YamlSource

YES, NO = ("yes", "on", "y", "true"), ("no", "off", "n", "false")
GROUP = "a group of keys with values"


def sentence(model: type[BaseModel], source: YamlSource, error: dict[str, Any]) -> str:
    """What is wrong, without the place."""
    is_key = error["loc"][-1] == "[key]"
    path = tuple(part for part in error["loc"] if part != "[key]")
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    field = field_at(model, path)
    example = _for_example(model, path)
    if kind == "extra_forbidden":
        return unknown_key(model, path)
    if kind == "missing":
        return f"is missing. {_meaning(field)}Add it{example}."
    found = str(path[-1]) if is_key else _found(source, path, value)
    subject = f"{found} as a name" if is_key else found
    if kind == "cidr":
        return f"{found} {error['msg']}"
    if kind == "string_pattern_mismatch":
        form = FORMS[context["pattern"]]
        return f"{subject} does not fit. Use {form.words}, for example {form.example}."
    if kind == "literal_error":
        allowed = str(context["expected"]).replace("'", "")
        return f"{subject} is not allowed. Use {allowed}."
    if bounds := _bounds(kind, value, context, field):
        return f"{subject} {bounds}"
    if value is None:
        way_out = "" if field and field.is_required() else ", or take it out"
        return f"is empty. Give it a value{example}{way_out}."
    return f"{subject} {_wrong_type(kind, value, found, example)}"


def _bounds(kind: str, value: Any, context: dict[str, Any], field: FieldInfo | None) -> str | None:
    """Too small, too large, too short, too long: and between what and what it may be."""
    match kind:
        case "greater_than_equal":
            return f"is too small. Use {_range(context['ge'], _limit(field, 'le'))}."
        case "less_than_equal":
            return f"is too large. Use {_range(_limit(field, 'ge'), context['le'])}."
        case "too_short":
            least, most = context["min_length"], _limit(field, "max_length")
            count = context["actual_length"]
            return f"has {count} {'entry' if count == 1 else 'entries'}. Give {_range(least, most)}."
        case "too_long":
            least, most = _limit(field, "min_length"), context["max_length"]
            return f"has more than {most} entries. Give {_range(least, most)}."
        case "string_too_short":
            return f"is too short. Use {context['min_length']} characters or more."
        case "string_too_long":
            return f"has {len(str(value))} characters. Use {context['max_length']} at the most."
        case _:
            return None


def _wrong_type(kind: str, value: Any, found: str, example: str) -> str:
    wanted = kind.partition("_")[0]
    if wanted == "string":
        if isinstance(value, int | float):
            what = "true or false" if isinstance(value, bool) else "a number"
            return f'is {what}, not text. Put it in quotes: "{found}".'
        return f"is not text. Give one value{example}."
    if wanted == "int":
        if isinstance(value, str) and found == f'"{value}"' and value.isdecimal():
            return f"is text, not a number. Take the quotes off: {value}."
        return f"is not a whole number. Use one{example}."
    if wanted == "float":
        return f"is not a number. Use one{example}."
    if wanted == "bool":
        said = str(value).lower()
        if said in YES or said in NO:
            return f"is text, not true or false. Use {'true' if said in YES else 'false'}, without quotes."
        return "is not true or false. Use one of the two."
    if wanted in ("tuple", "list"):
        if isinstance(value, str | int):
            return f"is not a list. Put it in brackets: [{', '.join(re.split('[ ,]+', found))}]."
        return f"is not a list. Use one{example}."
    return f"is not {GROUP}. Use one{example}."


def _limit(field: FieldInfo | None, name: str) -> Any:
    """A bound of `field`, through optional and annotated types; None where it has none."""
    metadata = list(field.metadata) if field else []
    return next((getattr(item, name) for item in metadata if getattr(item, name, None) is not None), None)


def _range(least: Any, most: Any) -> str:
    if least is None:
        return f"{most} at the most"
    return f"{least} or more" if most is None else f"{least} to {most}"


def _found(source: YamlSource, path: KeyPath, value: Any) -> str:
    """The value as the person wrote it, shortened."""
    if isinstance(value, dict):
        return "a group of keys"
    if isinstance(value, list | tuple):
        return "the list"
    words = " ".join(source.texts.get(path, str(value)).split())
    if isinstance(value, str) and words == value and len(words) <= 60:
        return words or '""'
    return words if len(words) <= 60 else words[:59] + "…"


def _meaning(field: FieldInfo | None) -> str:
    return f"{field.description.rstrip('.')}. " if field and field.description else ""


def _for_example(model: type[BaseModel], path: KeyPath) -> str:
    """`, for example port: 8080`, from the field's own examples or those of the group or list that it is in."""
    field, above = field_at(model, path), field_at(model, path[:-1])
    if field and field.examples:
        return f", for example {path[-1]}: {as_yaml(field.examples[0])}"
    whole = above.examples[0] if above and above.examples else None
    if isinstance(whole, dict) and whole:
        return f", for example {path[-1]}: {as_yaml(next(iter(whole.values())))}"
    if isinstance(whole, list) and whole:
        return f", for example {as_yaml(whole[0])}"
    return ""


def as_yaml(value: Any) -> str:
    """`value` in one line of YAML."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {as_yaml(inner)}" for key, inner in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(as_yaml, value)) + "]"
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) and value.isdecimal() else str(value)
