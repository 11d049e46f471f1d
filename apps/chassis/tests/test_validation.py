from __future__ import annotations

from typing import Any

import pytest
from chassis.app import OpenAPI
from pydantic import BaseModel, Field
from pydantic.json_schema import GenerateJsonSchema


class Page(BaseModel):
    limit: int = Field(20, le=100)
    tags: list[str] = []


@pytest.fixture
def app(app: OpenAPI) -> OpenAPI:
    @app.get("/api/cups/pages")
    def _pages(query: Page) -> dict[str, Any]:
        return query.model_dump()

    return app


def test_a_models_schema_is_not_worked_out_in_a_request(
    app: OpenAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(GenerateJsonSchema, "generate", lambda *_, **__: 1 / 0)

    answer = app.test_client().get("/api/cups/pages?limit=3&tags=a&tags=b")

    assert answer.json == {"limit": 3, "tags": ["a", "b"]}


def test_schemas_worked_out_in_another_way_are_not_mixed_up(app: OpenAPI) -> None:
    class Wider(Page):
        width: int

    assert "width" in Wider.model_json_schema()["properties"]
    assert Page.model_json_schema(ref_template="x") is not Page.model_json_schema()
    assert Page.model_json_schema() is Page.model_json_schema()
