"""A small service to try the chassis on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from chassis import draining
from chassis.app import OpenAPI, create_app
from chassis.problems import ProblemError
from chassis.settings import ServiceSettings
from chassis.testing_database import Postgres, postgres
from flask import Response, jsonify
from pydantic import BaseModel, Field

Lines = Callable[[], list[dict[str, Any]]]


class Cup(BaseModel):
    name: str
    millilitres: int = Field(gt=0)


class Which(BaseModel):
    limit: int = Field(20, le=100)


@pytest.fixture
def settings() -> ServiceSettings:
    return ServiceSettings(environment="test")


@pytest.fixture
def app(settings: ServiceSettings) -> OpenAPI:
    app = create_app("cups", settings, prefix="/api/cups", title="Cups", version="1.0.0", max_body_bytes=1000)

    @app.post("/api/cups")
    def _create(body: Cup) -> Response:
        return jsonify(body.model_dump())

    @app.get("/api/cups")
    def _list(query: Which) -> Response:
        return jsonify(limit=query.limit)

    @app.get("/api/cups/broken")
    def _broken() -> Response:
        raise RuntimeError("the password is hunter2")

    @app.get("/api/cups/taken")
    def _taken() -> Response:
        raise ProblemError(
            409, "Cup 1 is taken.", kind="taken", title="Cup taken", headers={"Retry-After": "3"}
        )

    return app


@pytest.fixture
def lines(capsys: pytest.CaptureFixture[str]) -> Lines:
    """Read the log lines written since the last call."""
    return lambda: [json.loads(line) for line in capsys.readouterr().out.splitlines()]


@pytest.fixture(scope="session")
def server() -> Iterator[Postgres]:
    """Run a PostgreSQL with a database `shop`, whose owner `shop` has the password `first`."""
    with postgres() as running:
        running.create("shop", "shop", "first")
        yield running


@pytest.fixture(autouse=True)
def _not_draining() -> Iterator[None]:
    yield
    draining.reset()
