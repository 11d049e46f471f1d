"""Every error has one shape: problem details (RFC 9457), application/problem+json.

Raise `ProblemError(409, "Product p1 exists already.")` anywhere in a request; errors of Flask, of validation
and of nobody (500) come out in the same shape. A 500 never says why: the log does, under the request id.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import TYPE_CHECKING, Annotated, Any, NoReturn, get_type_hints

import structlog
from flask import Flask, Response, current_app, request
from pydantic import BaseModel, Field, ValidationError
from werkzeug.exceptions import HTTPException

from chassis import tracing

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MEDIA_TYPE = "application/problem+json"
Responses = dict[str | int | HTTPStatus, type[BaseModel] | dict[Any, Any] | None]


class InvalidField(BaseModel):
    """One thing in the request that breaks the schema."""

    part: Annotated[str, Field(description="Where it stands.", examples=["body", "query", "path", "header"])]
    field: Annotated[str, Field(description="Its name, dotted for nested ones.", examples=["price.amount"])]
    message: Annotated[str, Field(description="What is wrong with it.")]


class Problem(BaseModel):
    """What went wrong, for a program and for a person (RFC 9457)."""

    type: Annotated[str, Field(description="Kind of problem; about:blank where the status says it all.")] = (
        "about:blank"
    )
    title: Annotated[str, Field(description="The kind in words, the same every time.")]
    status: Annotated[int, Field(description="The HTTP status.", ge=400, le=599)]
    detail: Annotated[str, Field(description="This very case, and what to do.")]
    instance: Annotated[str, Field(description="Path of the request.")]
    request_id: Annotated[str, Field(description="Id to quote to the service's owners.")]
    errors: Annotated[
        list[InvalidField] | None, Field(description="What breaks the schema, for status 422.")
    ] = None


class ProblemError(Exception):
    """Ends the request with a problem.

    kind: last part of the problem's type (`urn:problem-type:<kind>`) where a program should tell it from
    others of the same status; title: required with kind.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        kind: str | None = None,
        title: str | None = None,
        headers: Mapping[str, str] | None = None,
        errors: list[InvalidField] | None = None,
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.type = f"urn:problem-type:{kind}" if kind else "about:blank"
        self.title = title or HTTPStatus(status).phrase
        self.headers = dict(headers or {})
        self.errors = errors


def install(app: Flask) -> None:
    """Answer every error with a problem."""
    log = structlog.get_logger("chassis.problems")

    @app.errorhandler(ProblemError)
    def _raised(error: ProblemError) -> Response:
        return respond(error)

    @app.errorhandler(HTTPException)
    def _http(error: HTTPException) -> Response:
        headers = {name: value for name, value in error.get_headers() if name != "Content-Type"}
        return respond(ProblemError(error.code or 500, error.description or "", headers=headers))

    @app.errorhandler(Exception)
    def _unexpected(error: Exception) -> Response:
        log.error("unexpected error", exc_info=error)
        return respond(ProblemError(500, "Something went wrong here. Try again later, or quote request_id."))


def respond(error: ProblemError) -> Response:
    """Turn `error` into the answer to the current request."""
    return Response(_body(error, request.path), error.status, error.headers, content_type=MEDIA_TYPE)


def refuse(error: ProblemError, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
    """Answer a request with `error` before Flask has seen it."""
    body = _body(error, environ.get("PATH_INFO", "/"))
    headers = [("Content-Type", MEDIA_TYPE), ("Content-Length", str(len(body))), *error.headers.items()]
    start_response(f"{error.status} {HTTPStatus(error.status).phrase}", headers)
    return [body]


def _body(error: ProblemError, path: str) -> bytes:
    problem = Problem(
        type=error.type,
        title=error.title,
        status=error.status,
        detail=error.detail,
        instance=path,
        request_id=tracing.current().request_id,
        errors=error.errors,
    )
    return problem.model_dump_json(exclude_none=True).encode()


def refuse_invalid(error: ValidationError) -> NoReturn:
    """Answer a request that breaks its schema with 422 and all that is wrong with it.

    Raises ProblemError.
    """
    part = _part(error.title)
    errors = [
        InvalidField(
            part=part, field=".".join(str(step) for step in entry["loc"]) or part, message=entry["msg"]
        )
        for entry in error.errors(include_url=False, include_context=False, include_input=False)
    ]
    count = "one value breaks" if len(errors) == 1 else f"{len(errors)} values break"
    raise ProblemError(
        422,
        f"In the {part}, {count} the schema; see errors.",
        kind="validation",
        title="Request breaks the schema",
        errors=errors,
    )


def _part(model: str) -> str:
    """Find which part of the request the model of that name describes, by the view function's annotations."""
    view: Callable[..., Any] = current_app.view_functions[request.endpoint or ""]
    hints = get_type_hints(view)
    return next((part for part, hint in hints.items() if getattr(hint, "__name__", "") == model), "request")


def documented(*statuses: int) -> Responses:
    """Describe problems of these statuses for an OpenAPI operation's `responses`."""
    content = {MEDIA_TYPE: {"schema": {"$ref": f"#/components/schemas/{Problem.__name__}"}}}
    return {
        str(status): {"description": HTTPStatus(status).phrase, "content": content} for status in statuses
    }
