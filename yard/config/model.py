"""What both files' models have in common: nothing unknown, nothing changed, rules that tell all that they find."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Self

from pydantic import BaseModel, Field, PrivateAttr, StringConstraints, model_validator

from yard.config.forms import Form
from yard.config.yaml_source import KeyPath, YamlSource, key_path

# A whole number that is written as one: neither "8080" nor true.
Whole = Annotated[int, Field(strict=True)]
Flag = Annotated[bool, Field(strict=True)]


def text(form: Form, *, longest: int | None = None, shortest: int | None = None) -> StringConstraints:
    """Text of a form, with a length in characters."""
    return StringConstraints(pattern=form.pattern, max_length=longest, min_length=shortest)


@dataclass(frozen=True)
class Broken:
    """A rule over several keys that does not hold.

    path: the key to point at. text: what was found, what is allowed, what to do. beside: the other keys of the rule.
    """

    path: KeyPath
    text: str
    beside: tuple[KeyPath, ...] = ()


class BrokenRulesError(ValueError):
    """What a model's rules found, all of it."""

    def __init__(self, found: list[Broken]) -> None:
        super().__init__("; ".join(one.text for one in found))
        self.found = found


class Model(BaseModel, frozen=True, extra="forbid"):
    """A part of a YAML file: unknown keys are refused, values never change."""

    def broken_rules(self) -> Iterator[Broken]:
        """The rules over several keys that do not hold here."""
        yield from ()

    @model_validator(mode="after")
    def _rules_hold(self) -> Self:
        if found := list(self.broken_rules()):
            raise BrokenRulesError(found)
        return self


class Sourced(Model):
    """A whole YAML file: knows the line that each of its keys came from."""

    _source: YamlSource | None = PrivateAttr(default=None)

    @property
    def source(self) -> str:
        """The file, as a person would type its path."""
        return self._source.name if self._source else f"<{type(self).__name__}>"

    def line_of(self, key: str) -> int:
        """The line of `key` (`data.tables.products`, `routes[0]`), or of the nearest key above it in the file."""
        return self._source.line_of(key_path(key)) if self._source else 1

    def problem(self, key: str, text: str) -> str:
        """A sentence about `key`, with file, line and the key as the person wrote it in front."""
        path = key_path(key)
        if self._source:
            return self._source.problem(path, text)
        return YamlSource(self.source, {}).problem(path, text)

    def with_source(self, source: YamlSource) -> Self:
        """The same values, remembering `source`."""
        self._source = source
        return self
