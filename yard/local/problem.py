"""Answers of the gateway's own, as problem details (RFC 9457)."""

from __future__ import annotations

import json
from http import HTTPStatus

from aiohttp import hdrs, web

# A killed task is replaced within about that time.
RETRY_AFTER_SECONDS = 1


def problem(status: int, detail: str) -> web.Response:
    """One answer; a 503 says when to come again."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail}
    headers = {hdrs.RETRY_AFTER: str(RETRY_AFTER_SECONDS)} if status == 503 else {}
    return web.Response(
        status=status,
        body=json.dumps(body).encode(),
        content_type="application/problem+json",
        headers=headers,
    )
