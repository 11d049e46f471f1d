"""Requests as events of an HTTP API (payload format 2.0), and what a function returns as an answer.

Source: "Create AWS Lambda proxy integrations for HTTP APIs in API Gateway".
"""

from __future__ import annotations

import binascii
import json
import time
import uuid
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl, unquote

from yard.local.functions.exchange import HttpAnswer, HttpRequest, MalformedAnswerError, as_text, decoded

TEXT = ("text/", "application/json", "application/javascript", "application/xml")
STAGE = "$default"


def event(request: HttpRequest, route_key: str, *, source_ip: str) -> dict[str, Any]:
    """The event for a route (`ANY /api/receipts/{proxy+}`)."""
    body, encoded = as_text(request, TEXT)
    headers: dict[str, str] = {}
    for name, value in request.headers:
        key = name.lower()
        headers[key] = f"{headers[key]},{value}" if key in headers else value
    now = time.time()
    told: dict[str, Any] = {
        "version": "2.0",
        "routeKey": route_key,
        "rawPath": unquote(request.path),
        "rawQueryString": request.query,
        "headers": {name: value for name, value in headers.items() if name != "cookie"},
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "local",
            "domainName": headers.get("host", ""),
            "domainPrefix": "local",
            "http": {
                "method": request.method,
                "path": unquote(request.path),
                "protocol": "HTTP/1.1",
                "sourceIp": source_ip,
                "userAgent": headers.get("user-agent", ""),
            },
            "requestId": str(uuid.uuid4()),
            "routeKey": route_key,
            "stage": STAGE,
            "time": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now * 1000),
        },
        "isBase64Encoded": encoded,
    }
    if "cookie" in headers:
        told["cookies"] = [cookie.strip() for cookie in headers["cookie"].split(";")]
    if query := _query(request.query):
        told["queryStringParameters"] = query
    if parameters := path_parameters(route_key, request.path):
        told["pathParameters"] = parameters
    if body:
        told["body"] = body
    return told


def answer(payload: bytes) -> HttpAnswer:
    """What to send: an answer with a status code, or any JSON, which is a 200. MalformedAnswerError."""
    try:
        told = json.loads(payload)
        if not isinstance(told, dict) or "statusCode" not in told:
            text = told if isinstance(told, str) else json.dumps(told)
            return HttpAnswer(200, (("content-type", "application/json"),), text.encode())
        headers = [(name, str(value)) for name, value in (told.get("headers") or {}).items()]
        headers += [("set-cookie", cookie) for cookie in told.get("cookies") or ()]
        if not any(name.lower() == "content-type" for name, _ in headers):
            headers.append(("content-type", "application/json"))
        return HttpAnswer(int(told["statusCode"]), tuple(headers), decoded(told))
    except (ValueError, TypeError, binascii.Error) as error:
        raise MalformedAnswerError(f"no answer as API Gateway wants it: {error!r}") from error


def path_parameters(route_key: str, path: str) -> dict[str, str]:
    """What stands for the `{names}` of a route; `{proxy+}` takes all that is left."""
    _, _, pattern = route_key.partition(" ")
    given = path.strip("/").split("/")
    found = {}
    for index, part in enumerate(pattern.strip("/").split("/")):
        if part.startswith("{") and part.endswith("+}"):
            found[part[1:-2]] = unquote("/".join(given[index:]))
        elif part.startswith("{") and index < len(given):
            found[part[1:-1]] = unquote(given[index])
    return found


def _query(query: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        found[name] = f"{found[name]},{value}" if name in found else value
    return found
