"""A service with a slow route, for tests under gunicorn."""

from __future__ import annotations

import os
import time

from chassis.app import OpenAPI
from chassis.app import create_app as create_chassis_app
from chassis.settings import ServiceSettings, load_settings
from flask import Response, jsonify


def create_app() -> OpenAPI:
    settings = load_settings(ServiceSettings, "slow")
    app = create_chassis_app("slow", settings, prefix="/api/slow", title="Slow", version="1.0.0")

    @app.get("/api/slow")
    def _slow() -> Response:
        time.sleep(1)
        return jsonify(done=True)

    @app.get("/api/slow/pid")
    def _pid() -> Response:
        return jsonify(pid=os.getpid())

    return app
