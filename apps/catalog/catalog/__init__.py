"""The product catalogue: a Flask service over one DynamoDB table."""

from __future__ import annotations

from chassis.app import Check, OpenAPI
from chassis.app import create_app as create_chassis_app
from chassis.settings import load_settings

from catalog import routes
from catalog.cursors import Cursors
from catalog.settings import Settings
from catalog.store import Store, connect


def create_app(settings: Settings | None = None) -> OpenAPI:
    """Build the whole service; nothing connects before the first request.

    settings: read from the environment where absent; a missing variable ends the process with one line.
    """
    settings = load_settings(Settings, "catalog") if settings is None else settings
    store = Store(lambda: connect(settings.aws_region), settings.table_products)
    app = create_chassis_app(
        "catalog",
        settings,
        prefix=routes.PREFIX,
        title="Catalogue",
        version="1.0.0",
        checks=[Check("products", store.ping)],
    )
    routes.register(app, store, Cursors(settings.cursor_signing_key.get_secret_value()))
    return app
