"""A request that a function answers."""

from __future__ import annotations

import json

from aiohttp import web

from yard.local.desired import FunctionTarget
from yard.local.functions import api_gateway, load_balancer
from yard.local.functions.exchange import HttpRequest, MalformedAnswerError
from yard.local.functions.runner import FunctionRunner
from yard.local.ports import LOOPBACK
from yard.local.problem import problem
from yard.local.proxy import end_to_end, origin_form, request_headers

# Sources: "Lambda functions as targets for Application Load Balancers" (1 MB each way); "Quotas for HTTP APIs" (10 MB).
LARGEST_BODY_BYTES = {"load_balancer": 1024 * 1024, "api_gateway": 10 * 1024 * 1024}


async def answer(
    request: web.BaseRequest, runner: FunctionRunner, target: FunctionTarget, key: str, port: int
) -> web.StreamResponse:
    """Invoke the function with the request as its event; 502 where it fails or returns no answer, as AWS says.

    503, as for tasks, where its process ended meanwhile or none can be started: the client may come again.
    """
    path, _, query = origin_form(request).partition("?")
    body = await request.read()
    if len(body) > LARGEST_BODY_BYTES[target.kind]:
        return problem(
            413, f"The body has {len(body)} bytes; a function takes {LARGEST_BODY_BYTES[target.kind]}."
        )
    headers = tuple(request_headers(request, port).items())
    told = HttpRequest(request.method, path, query, headers, body)
    if target.kind == "api_gateway":
        event = api_gateway.event(told, target.route, source_ip=request.remote or LOOPBACK)
    else:
        event = load_balancer.event(told, key, multi_value=target.multi_value)
    outcome = await runner.invoke(json.dumps(event).encode())
    if outcome.error:
        gone = outcome.error == "Runtime.ExitError" or not outcome.begun
        status = 503 if gone else 502
        return problem(
            status, f"{runner.name}: {outcome.error}. `yard logs {runner.function.service}` tells why."
        )
    read = api_gateway.answer if target.kind == "api_gateway" else load_balancer.answer
    try:
        found = read(outcome.payload)
    except MalformedAnswerError as error:
        return problem(502, f"{runner.name} returned {error}.")
    response = web.Response(status=found.status, reason=found.reason, body=found.body)
    response.headers.popall("Content-Type", None)
    response.headers.extend(end_to_end(found.headers))
    return response
