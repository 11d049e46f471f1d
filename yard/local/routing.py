"""Which rule a request meets, decided as an Application Load Balancer does."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from urllib.parse import parse_qsl

from yard.local.desired import Action, Condition, Rule


@dataclass(frozen=True)
class Request:
    """What rules look at. path: as sent, without the query; headers: names in small letters."""

    path: str
    host: str = ""
    method: str = "GET"
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)


def action_for(request: Request, rules: Sequence[Rule], default: Action) -> Action:
    """The action of the first rule, by priority, whose conditions all hold; else the default action."""
    for rule in rules:
        if all(holds(condition, request) for condition in rule.conditions):
            return rule.action
    return default


def holds(condition: Condition, request: Request) -> bool:
    """Whether any of the condition's patterns matches.

    Paths, methods and nothing else are case-sensitive (source: "Condition types for listener rules").
    """
    match condition.field:
        case "path":
            return any(matches(pattern, request.path) for pattern in condition.patterns)
        case "method":
            return request.method in condition.patterns
        case "host":
            host = request.host.rsplit(":", 1)[0].lower()
            return any(matches(pattern.lower(), host) for pattern in condition.patterns)
        case "header":
            value = request.headers.get(condition.name.lower())
            return value is not None and any(
                matches(pattern.lower(), value.lower()) for pattern in condition.patterns
            )
        case "query":
            return any(_in_query(pattern, request.query) for pattern in condition.patterns)


def matches(pattern: str, text: str) -> bool:
    """`*` stands for any characters, `?` for exactly one; everything else, brackets too, for itself."""
    return _compiled(pattern).fullmatch(text) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(letter) or re.escape(letter) for letter in pattern), re.DOTALL)


def _in_query(pattern: str, query: str) -> bool:
    """Whether one pair of the query fits `key=value`, or with no key, one value does."""
    key, _, value = pattern.lower().partition("=")
    return any(
        (not key or matches(key, found.lower())) and matches(value, content.lower())
        for found, content in parse_qsl(query, keep_blank_values=True)
    )
