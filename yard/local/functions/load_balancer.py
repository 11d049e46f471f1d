"""Requests as events of a load balancer, and what a function returns as an answer.

Source: "Lambda functions as targets for Application Load Balancers".
"""

from __future__ import annotations

import binascii
import json
from collections.abc import Mapping
from typing import Any

from yard.local.functions.exchange import HttpAnswer, HttpRequest, MalformedAnswerError, as_text, decoded

# What the load balancer hands over as text; everything else comes in base64.
TEXT = ("text/", "application/json", "application/javascript", "application/xml")


def event(request: HttpRequest, target_group: str, *, multi_value: bool) -> dict[str, Any]:
    """The event for a target group; multi_value: as its attribute lambda.multi_value_headers.enabled says."""
    body, encoded = as_text(request, TEXT)
    told: dict[str, Any] = {
        "requestContext": {"elb": {"targetGroupArn": target_group}},
        "httpMethod": request.method,
        "path": request.path,
        "body": body,
        "isBase64Encoded": encoded,
    }
    headers = [(name.lower(), value) for name, value in request.headers]
    query = _query(request.query)
    if multi_value:
        return {
            **told,
            "multiValueHeaders": _lists(headers),
            "multiValueQueryStringParameters": _lists(query),
        }
    return {**told, "headers": dict(headers), "queryStringParameters": dict(query)}


def answer(payload: bytes) -> HttpAnswer:
    """What to send. MalformedAnswerError where the payload is no answer."""
    try:
        told = json.loads(payload)
        status = int(told["statusCode"])
        body = decoded(told)
    except (ValueError, TypeError, KeyError, binascii.Error) as error:
        raise MalformedAnswerError(f"no answer as the load balancer wants it: {error!r}") from error
    described = str(told.get("statusDescription") or "").partition(" ")[2] or None
    return HttpAnswer(status, tuple(_headers(told)), body, described)


def _headers(told: Mapping[str, Any]) -> list[tuple[str, str]]:
    found = [(name, str(value)) for name, value in (told.get("headers") or {}).items()]
    for name, values in (told.get("multiValueHeaders") or {}).items():
        found += [(name, str(value)) for value in values]
    return found


def _query(query: str) -> list[tuple[str, str]]:
    """The pairs as they were written: the load balancer decodes nothing."""
    pairs = (part.partition("=") for part in query.split("&") if part)
    return [(name, value) for name, _, value in pairs]


def _lists(pairs: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found
