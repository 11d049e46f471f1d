from __future__ import annotations

from typing import Any

import pytest
from chassis.app import OpenAPI
from werkzeug.test import TestResponse


def problem(answer: TestResponse) -> Any:
    assert answer.content_type == "application/problem+json"
    assert answer.json is not None
    assert answer.json["status"] == answer.status_code
    assert answer.json["request_id"] == answer.headers["X-Request-Id"]
    return answer.json


def test_an_unknown_path_is_a_problem(app: OpenAPI) -> None:
    found = problem(app.test_client().get("/api/cups/1/2"))

    assert (found["type"], found["title"], found["status"]) == ("about:blank", "Not Found", 404)
    assert found["instance"] == "/api/cups/1/2"


def test_a_wrong_method_is_a_problem_that_says_which_are_allowed(app: OpenAPI) -> None:
    answer = app.test_client().delete("/api/cups")

    assert problem(answer)["status"] == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS", "POST"}


def test_a_body_too_long_is_a_problem(app: OpenAPI) -> None:
    answer = app.test_client().post("/api/cups", json={"name": "x" * 1000, "millilitres": 60})

    assert problem(answer)["title"] == "Request Entity Too Large"


def test_a_body_that_is_not_json_is_a_problem(app: OpenAPI) -> None:
    answer = app.test_client().post("/api/cups", data="name=x", content_type="text/plain")

    assert problem(answer)["status"] == 415
    assert problem(answer)["detail"] == "The body must be application/json; found text/plain."


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("{", id="cut off"),
        pytest.param('{"name": "\\ud800"}', id="half a surrogate pair"),
        pytest.param("[" * 9000, id="nested too deeply"),
        pytest.param('{"millilitres": ' + "9" * 5000 + "}", id="number too long"),
    ],
)
def test_json_that_cannot_be_read_is_a_problem(app: OpenAPI, text: str) -> None:
    app.config["MAX_CONTENT_LENGTH"] = 10_000

    answer = app.test_client().post("/api/cups", data=text, content_type="application/json")

    assert problem(answer)["status"] == 400
    assert problem(answer)["detail"] == "The body is not valid JSON."


@pytest.mark.parametrize("text", ["1", "null", '"{}"'])
def test_json_that_is_no_object_is_a_problem(app: OpenAPI, text: str) -> None:
    answer = app.test_client().post("/api/cups", data=text, content_type="application/json")

    assert problem(answer)["detail"] == "The body must be a JSON object or array."


def test_a_body_that_breaks_the_schema_lists_each_field(app: OpenAPI) -> None:
    found = problem(app.test_client().post("/api/cups", json={"millilitres": 0}))

    assert (found["type"], found["status"]) == ("urn:problem-type:validation", 422)
    assert found["detail"] == "In the body, 2 values break the schema; see errors."
    assert found["errors"] == [
        {"part": "body", "field": "name", "message": "Field required"},
        {"part": "body", "field": "millilitres", "message": "Input should be greater than 0"},
    ]


def test_a_query_that_breaks_the_schema_says_so(app: OpenAPI) -> None:
    found = problem(app.test_client().get("/api/cups?limit=101"))

    assert found["errors"] == [
        {"part": "query", "field": "limit", "message": "Input should be less than or equal to 100"}
    ]


def test_a_problem_raised_by_the_service_keeps_its_kind_and_headers(app: OpenAPI) -> None:
    answer = app.test_client().get("/api/cups/taken")

    found = problem(answer)
    assert (found["type"], found["title"]) == ("urn:problem-type:taken", "Cup taken")
    assert answer.headers["Retry-After"] == "3"


def test_an_unexpected_error_is_a_problem_without_a_reason(app: OpenAPI) -> None:
    found = problem(app.test_client().get("/api/cups/broken"))

    assert found["detail"] == "Something went wrong here. Try again later, or quote request_id."
