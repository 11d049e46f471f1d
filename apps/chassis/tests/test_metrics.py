from __future__ import annotations

from chassis.app import OpenAPI, create_app
from chassis.settings import ServiceSettings


def test_requests_are_counted_by_route_and_status(app: OpenAPI) -> None:
    client = app.test_client()
    client.get("/api/cups")
    client.get("/api/cups")
    client.get("/api/cups?limit=101")

    text = client.get("/metrics").text

    assert 'http_requests_total{method="GET",route="/api/cups",status="200"} 2.0' in text
    assert 'http_requests_total{method="GET",route="/api/cups",status="422"} 1.0' in text
    assert 'http_request_duration_seconds_count{method="GET",route="/api/cups"} 3.0' in text
    assert "http_requests_in_progress 1.0" in text


def test_unknown_paths_and_methods_make_one_series(app: OpenAPI) -> None:
    client = app.test_client()
    client.get("/a")
    client.open("/b", method="BREW")

    text = client.get("/metrics").text

    assert 'http_requests_total{method="GET",route="unmatched",status="404"} 1.0' in text
    assert 'http_requests_total{method="other",route="unmatched",status="404"} 1.0' in text


def test_two_apps_count_apart(app: OpenAPI, settings: ServiceSettings) -> None:
    other = create_app("saucers", settings, prefix="/api/saucers", title="Saucers", version="1.0.0")

    app.test_client().get("/api/cups")

    assert "/api/cups" not in other.test_client().get("/metrics").text
