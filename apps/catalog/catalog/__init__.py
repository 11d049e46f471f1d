"""The product catalogue: a Flask service over one DynamoDB table, with a cache beside it."""

from __future__ import annotations

from chassis.app import Check, OpenAPI
from chassis.app import create_app as create_chassis_app
from chassis.authentication import CHANGES, Authentication
from chassis.cache import connect as connect_cache
from chassis.rates import Limiter
from chassis.settings import load_settings

from catalog import routes
from catalog.cursors import Cursors
from catalog.reading import Reader
from catalog.settings import Settings
from catalog.store import Store, connect

# More than a person with a browser asks for; whoever reads everything is told to slow down.
RATE_LIMIT = "50/second"
# What a token must allow for changes, where tokens are checked; reads are for everybody.
WRITE = "catalog:write"


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
    Authentication(settings).install(app, routes.PREFIX, methods=CHANGES, scope=WRITE)
    Limiter(settings).install(app, routes.PREFIX, RATE_LIMIT)
    reader = Reader(store, connect_cache(settings, prefix="catalog:1:"))
    routes.register(app, store, reader, Cursors(settings.cursor_signing_key.get_secret_value()))
    return app
