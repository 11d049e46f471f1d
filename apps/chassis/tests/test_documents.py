from __future__ import annotations

from chassis.app import OpenAPI
from openapi_spec_validator import validate


def test_the_document_is_valid_openapi_and_describes_problems(app: OpenAPI) -> None:
    document = app.test_client().get("/api/cups/openapi.json").json

    assert document is not None
    validate(document)
    assert set(document["paths"]) == {"/api/cups", "/api/cups/broken", "/api/cups/taken"}
    refused = document["paths"]["/api/cups"]["post"]["responses"]["422"]["content"]
    assert refused == {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
