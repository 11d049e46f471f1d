"""Checking the values of a file against a model, telling everything that is wrong at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import ValidationError

from yard.config.errors import InputError
from yard.config.model import Broken, BrokenRulesError, Sourced
from yard.config.sentences import sentence
from yard.config.yaml_source import KeyPath, YamlSource

ModelT = TypeVar("ModelT", bound=Sourced)


@dataclass(frozen=True)
class Problem:
    """What is wrong with the key at `path`; `beside` are other keys that have a part in it."""

    path: KeyPath
    text: str
    beside: tuple[KeyPath, ...] = ()


def validate(model: type[ModelT], source: YamlSource) -> ModelT:
    """Read `source` as a `model`. Raises InputError with one sentence for each thing that is wrong."""
    value, problems = find_problems(model, source)
    if value is None:
        raise InputError([source.problem(problem.path, problem.text) for problem in problems])
    return value


def find_problems(model: type[ModelT], source: YamlSource) -> tuple[ModelT | None, list[Problem]]:
    """The model, or None and what is wrong with `source`, in the order of the file.

    Pydantic tries the rules of a group only where all in it is right. So the rules are tried again without what is
    wrong, so that one mistake does not hide another.
    """
    try:
        return model.model_validate(source.values).with_source(source), []
    except ValidationError as error:
        found, rules = _problems(model, source, error)
    wrong = [_whole_list(key) for problem in (*found, *rules) for key in (problem.path, *problem.beside)]
    try:
        model.model_validate(_without(source.values, wrong))
    except ValidationError as error:
        for problem in _problems(model, source, error)[1]:
            keys = (problem.path, *problem.beside)
            if not any(_meet(key, other) for key in keys for other in wrong):
                rules.append(problem)
    unique = list(dict.fromkeys(found + rules))
    return None, sorted(unique, key=lambda problem: source.line_of(problem.path))


def _problems(
    model: type[Sourced], source: YamlSource, error: ValidationError
) -> tuple[list[Problem], list[Problem]]:
    """What is wrong with keys by themselves, and the rules over several keys that do not hold."""
    found: list[Problem] = []
    rules: list[Problem] = []
    for one in error.errors():
        path = tuple(part for part in one["loc"] if part != "[key]")
        cause = one.get("ctx", {}).get("error")
        if isinstance(cause, BrokenRulesError):
            rules += [_below(path, broken) for broken in cause.found]
        elif one["type"] == "too_short" and len(one["input"]) >= one["ctx"]["min_length"]:
            continue  # pydantic counts only the entries that are right; the others are told by themselves
        else:
            found.append(Problem(path, sentence(model, source, dict(one))))
    return found, rules


def _whole_list(path: KeyPath) -> KeyPath:
    """`path`, or the list that it goes through: without one entry, the others would have other places."""
    places = [place for place, part in enumerate(path) if isinstance(part, int)]
    return path[: places[0]] if places else path


def _below(path: KeyPath, broken: Broken) -> Problem:
    return Problem((*path, *broken.path), broken.text, tuple((*path, *key) for key in broken.beside))


def _meet(one: KeyPath, two: KeyPath) -> bool:
    return one[: len(two)] == two or two[: len(one)] == one


def _without(values: Any, paths: list[KeyPath], here: KeyPath = ()) -> Any:
    """`values` without the keys at `paths`."""
    if isinstance(values, Mapping):
        return {
            key: _without(inner, paths, (*here, key))
            for key, inner in values.items()
            if (*here, key) not in paths
        }
    return values
