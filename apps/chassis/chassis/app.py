"""The app factory: one call gives a service everything the chassis has."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Response
from flask_openapi3.models.info import Info
from flask_openapi3.openapi import OpenAPI

from chassis import bodies, documents, health, logs, metrics, problems, telemetry
from chassis.access import AccessLog
from chassis.frame import Frame
from chassis.health import Check
from chassis.reports import Reports
from chassis.service import Service
from chassis.settings import ServiceSettings

MAX_BODY_BYTES = 1024 * 1024


def create_app(
    name: str,
    settings: ServiceSettings,
    *,
    prefix: str,
    title: str,
    version: str,
    checks: Sequence[Check] = (),
    max_body_bytes: int = MAX_BODY_BYTES,
) -> OpenAPI:
    """Build the Flask app of service `name`; the service registers its routes on it.

    prefix: path under which the service's routes live, such as /api/catalog; the OpenAPI document stands at
    `<prefix>/openapi.json`. title, version: of the API, as its document states them.
    checks: what must answer before the service is ready, see `chassis.health`.
    max_body_bytes: a longer request body is answered with 413.

    Nothing connects here, and two apps in one process do not share metrics or state.
    """
    logs.configure(name, settings.environment, settings.log_level)
    app = Service(
        name,
        info=Info(title=title, version=version),
        security_schemes={},  # left out, the document holds a null that OpenAPI forbids
        responses=problems.documented(422, 500),
        validation_error_model=problems.Problem,
        validation_error_callback=problems.refuse_invalid,
        doc_ui=False,
        static_folder=None,
    )
    app.config["MAX_CONTENT_LENGTH"] = max_body_bytes
    bodies.install(app)
    problems.install(app)
    health.install(app, checks)
    documents.install(app, f"{prefix}/openapi.json")
    counted = metrics.install(app, lambda: reports)
    reports = Reports(AccessLog(name, settings.environment, settings.log_level).write, counted.write)
    app.extensions["chassis.reports"] = reports
    frame = Frame(
        app.wsgi_app,
        reports=reports,
        active=counted.active,
        spans=telemetry.spans(name, settings.environment),
        timeout_seconds=settings.request_timeout_seconds,
        shed_after_seconds=settings.shed_after_seconds,
    )
    app.wsgi_app = frame  # type: ignore[method-assign]  # the place that Flask documents for it
    return app


__all__ = ["Check", "OpenAPI", "Response", "create_app"]
