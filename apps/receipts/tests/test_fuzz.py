"""The service against requests that its own OpenAPI document allows, and many that it does not (schemathesis)."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from chassis.app import OpenAPI
from hypothesis import HealthCheck, settings
from schemathesis import Case
from schemathesis.checks import (
    content_type_conformance,
    not_a_server_error,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

pytestmark = pytest.mark.slow

CHECKS: list[Any] = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]


@pytest.fixture
def document(app: OpenAPI) -> Any:
    return schemathesis.openapi.from_wsgi("/api/receipts/openapi.json", app)


api = schemathesis.pytest.from_fixture("document")


@api.parametrize()
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_is_one_that_the_document_foresees(case: Case[Any]) -> None:
    case.call_and_validate(checks=CHECKS)
