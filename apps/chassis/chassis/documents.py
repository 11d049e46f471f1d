"""The OpenAPI document, at one address."""

from __future__ import annotations

from flask import Response, json
from flask_openapi3.openapi import OpenAPI


def install(app: OpenAPI, path: str) -> None:
    """Answer `path` with the OpenAPI 3.1 document of the routes registered on `app`."""

    @app.get(path, endpoint="openapi_document", doc_ui=False)
    def _document() -> Response:
        return Response(json.dumps(app.api_doc), content_type="application/json")


def operation_id(*, name: str, path: str, method: str) -> str:
    """Name an operation after its view function: pass it as a blueprint's `operation_id_callback`."""
    del path, method
    return name
