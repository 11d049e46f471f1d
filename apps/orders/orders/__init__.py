"""Orders: a Flask service over PostgreSQL, which takes an order whatever its neighbours do."""

from __future__ import annotations

from pathlib import Path

import httpx
from chassis import background
from chassis.app import Check, OpenAPI
from chassis.app import create_app as create_chassis_app
from chassis.background import Work
from chassis.client import ServiceClient
from chassis.database import connect as connect_database
from chassis.idempotency import Keys
from chassis.migrations import Migrations
from chassis.rates import Limiter
from chassis.settings import load_settings

from orders import events, routes
from orders.clients import Catalog, Quotes
from orders.desk import Desk
from orders.events import EventBridge, Housekeeping, Relay
from orders.settings import Settings
from orders.tables import KEYS

MIGRATIONS = Path(__file__).parent / "migrations"
# Neighbours answer in milliseconds or are in trouble; a customer does not wait long to find out.
CALL_SECONDS, CALL_ATTEMPTS = 1.0, 2
# Threads in each process that serves, beside those of requests: three kinds of work, and migrations.
BACKGROUND_THREADS = 2


def create_app(
    settings: Settings | None = None, *, threads: int = 8, transport: httpx.BaseTransport | None = None
) -> OpenAPI:
    """Build the whole service; nothing connects before the first request, or before gunicorn starts the work.

    settings: read from the environment where absent; a missing variable ends the process with one line.
    transport: for tests, what calls to other services go through.
    """
    settings = load_settings(Settings, "orders") if settings is None else settings
    database = connect_database(settings, threads=threads + BACKGROUND_THREADS)
    keys = Keys(KEYS)
    desk = Desk(
        database,
        Catalog(_client("catalog", settings.catalog_url, transport)),
        Quotes(_client("quotes", settings.quotes_url, transport)),
    )
    migrations = Migrations(database, MIGRATIONS)
    region = settings.aws_region
    relay = Relay(database, EventBridge(lambda: events.connect(region), settings.event_bus))
    app = create_chassis_app(
        "orders",
        settings,
        prefix=routes.PREFIX,
        title="Orders",
        version="1.0.0",
        checks=[Check("database", database.ping, timeout_seconds=3.0), Check("schema", migrations.check)],
    )
    desk.relay = Work("relay", relay.run_once, every_seconds=1.0)
    background.install(
        app,
        Work("migrations", migrations.run_once, every_seconds=1.0),
        desk.relay,
        Work("completion", desk.complete_one, every_seconds=1.0),
        Work("housekeeping", Housekeeping(database, keys.prune).run_once, every_seconds=30.0),
    )
    routes.register(app, routes.Collaborators(database, keys, desk, Limiter(settings)))
    return app


def _client(callee: str, url: str, transport: httpx.BaseTransport | None) -> ServiceClient:
    return ServiceClient(
        callee, url, timeout_seconds=CALL_SECONDS, attempts=CALL_ATTEMPTS, transport=transport
    )
