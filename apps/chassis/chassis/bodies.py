"""Request bodies are JSON: anything else is told apart from JSON that breaks the schema (422)."""

from __future__ import annotations

from flask import Flask, json, request
from werkzeug.exceptions import BadRequest

from chassis.problems import ProblemError


def install(app: Flask) -> None:
    """Answer a body of another type with 415 and one that is no JSON object or array with 400.

    Looks at routes that exist and take a body by method; the parsed body is kept for the schema.
    """

    @app.before_request
    def _check() -> None:
        if request.method not in ("POST", "PUT", "PATCH") or request.url_rule is None:
            return
        if not request.is_json:
            found = request.mimetype or "no content type"
            raise ProblemError(415, f"The body must be application/json; found {found}.")
        try:
            body = request.get_json()
            # JSON can spell half a surrogate pair, which is no text: nothing could store or send it.
            if b"\\u" in request.get_data():
                json.dumps(body, ensure_ascii=False).encode()
        except (BadRequest, RecursionError, UnicodeEncodeError):
            raise ProblemError(400, "The body is not valid JSON.") from None
        if not isinstance(body, dict | list):
            raise ProblemError(400, "The body must be a JSON object or array.")
