"""`environments:` in a manifest: what is different in one environment, merged over the rest of the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from yard.config.keys import closest
from yard.config.service import Service
from yard.config.validation import Problem, find_problems
from yard.config.yaml_source import KeyPath, YamlSource

KEY = "environments"


def read_service(source: YamlSource, environment: str, known: list[str]) -> tuple[Service | None, list[str]]:
    """The service as it is in `environment`, or None and what is wrong in the whole file, every override included.

    known: the environments that exist.
    """
    values = dict(source.values)
    overrides = values.pop(KEY, None)
    plain = YamlSource(source.name, values, source.lines, source.texts)
    service, problems = find_problems(Service, plain)
    sentences = [
        (source.line_of(problem.path), plain.problem(problem.path, problem.text)) for problem in problems
    ]
    told = {(problem.path, problem.text) for problem in problems}
    for name, over in _groups(source, overrides, known, sentences):
        merged = _merged(plain, name, over)
        there, more = find_problems(Service, merged)
        fresh = [
            problem
            for problem in more
            if (problem.path, problem.text) not in told or _is_from(merged, name, problem.path)
        ]
        if "name" in over:
            fresh = [problem for problem in fresh if problem.path != ("name",)]
            fresh.append(Problem(("name",), "a service has the same name everywhere. Take it out."))
        sentences += [_sentence(merged, name, problem, source.line_of((KEY, name))) for problem in fresh]
        if name == environment:
            service = there
    return (None if sentences else service), [text for _, text in sorted(sentences)]


def merge(base: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """`over` laid on `base`: groups merge key by key, anything else replaces, lists as a whole."""
    merged = dict(base)
    for key, value in over.items():
        below = merged.get(key)
        merged[key] = (
            merge(below, value) if isinstance(below, Mapping) and isinstance(value, Mapping) else value
        )
    return merged


def _groups(
    source: YamlSource, overrides: Any, known: list[str], sentences: list[tuple[int, str]]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The overrides that can be merged; what is wrong with the others goes to `sentences`."""

    def refuse(path: KeyPath, text: str) -> None:
        sentences.append((source.line_of(path), source.problem(path, text)))

    if overrides is None:
        return
    if not isinstance(overrides, Mapping):
        refuse(
            (KEY,), "is not a group of environments. Use one, for example environments: {prod: {cpu: 1024}}."
        )
        return
    for name, over in overrides.items():
        if name not in known:
            refuse((KEY, name), f"there is no environment {name}. {closest(name, known)}")
        elif not isinstance(over, Mapping):
            refuse(
                (KEY, name),
                f"is not a group of keys with values. Use one, for example {name}: {{cpu: 1024}}.",
            )
        else:
            yield name, over


def _merged(plain: YamlSource, name: str, over: Mapping[str, Any]) -> YamlSource:
    """The file with one override laid over it; lines, texts and origins are the override's where it says something."""
    above: KeyPath = (KEY, name)
    replaced = list(_replaced(plain.values, over))

    def mine(path: KeyPath) -> bool:
        return path[:2] == above and len(path) > 2

    def kept(path: KeyPath) -> bool:
        return path[0] != KEY and not any(path[: len(other)] == other for other in replaced)

    lines = {path: line for path, line in plain.lines.items() if kept(path)}
    lines |= {path[2:]: line for path, line in plain.lines.items() if mine(path)}
    texts = {path: text for path, text in plain.texts.items() if kept(path)}
    texts |= {path[2:]: text for path, text in plain.texts.items() if mine(path)}
    origins = {path[2:]: path for path in plain.lines if mine(path)}
    origins |= {path: path for path in lines if path not in origins}
    return YamlSource(plain.name, merge(plain.values, over), lines, texts, origins)


def _replaced(base: Any, over: Mapping[str, Any], here: KeyPath = ()) -> Iterator[KeyPath]:
    """The key paths whose values in `base` go."""
    for key, value in over.items():
        below = base.get(key) if isinstance(base, Mapping) else None
        if isinstance(below, Mapping) and isinstance(value, Mapping):
            yield from _replaced(below, value, (*here, key))
        else:
            yield (*here, key)


def _is_from(merged: YamlSource, name: str, path: KeyPath) -> bool:
    return merged.origins.get(path, ())[:2] == (KEY, name)


def _sentence(merged: YamlSource, name: str, problem: Problem, line: int) -> tuple[int, str]:
    """A problem that only the override brings, told at its own line: of its key, or of the other key it set.

    line: of the override itself, where none of the keys is in it.
    """
    for key in (problem.path, *problem.beside):
        nearest = next(
            (key[:end] for end in range(len(key), 0, -1) if _is_from(merged, name, key[:end])), None
        )
        if nearest and (nearest == key or key == problem.path):
            line = merged.lines[nearest]
        if nearest == key:
            break
    shown = (KEY, name, *problem.path)
    return line, YamlSource(merged.name, {}, {shown: line}).problem(shown, problem.text)
