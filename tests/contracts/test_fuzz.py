"""Each service does what its OpenAPI document says: no server errors, every answer as described."""

from __future__ import annotations

import pytest

from tests.contracts.fuzzing import fuzz
from tests.contracts.node_service import serve_node

pytestmark = pytest.mark.slow


def test_quotes_does_what_its_document_says() -> None:
    with serve_node("quotes", {"ENVIRONMENT": "test"}) as address:
        fuzz(f"{address}/api/quotes/openapi.json", hooks="one_currency")
