"""A request and an answer between the gateway and a function, whatever event carries them."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class HttpRequest:
    """A request as it came. headers: repeated ones included; path and query as sent."""

    method: str
    path: str
    query: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True)
class HttpAnswer:
    """An answer to send."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""
    reason: str | None = None


class MalformedAnswerError(ValueError):
    """A function returned what is no answer; the caller gets 502 then."""


def as_text(request: HttpRequest, texts: tuple[str, ...]) -> tuple[str, bool]:
    """The body for an event, and whether it is in base64, as all is that does not begin like one of `texts`."""
    headers = {name.lower(): value for name, value in request.headers}
    kind = headers.get("content-type", "")
    if "content-encoding" not in headers and (not request.body or kind.startswith(texts)):
        return request.body.decode("utf-8", "replace"), False
    return base64.b64encode(request.body).decode(), True


def decoded(told: Mapping[str, Any]) -> bytes:
    """The body of what a function returned. TypeError and binascii.Error where it is none."""
    body = told.get("body") or ""
    if not isinstance(body, str):
        raise TypeError(f"body is {type(body).__name__}, not text")
    return base64.b64decode(body, validate=True) if told.get("isBase64Encoded") else body.encode()
