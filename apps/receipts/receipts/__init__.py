"""Receipts: a Flask service and a consumer of events in one function."""

from __future__ import annotations

from chassis.app import Check, OpenAPI
from chassis.app import create_app as create_chassis_app
from chassis.settings import load_settings

from receipts import routes
from receipts.settings import Settings
from receipts.store import Store, connect


def create_store(settings: Settings) -> Store:
    """Make the store; nothing connects before the first call."""
    region = settings.aws_region
    return Store(
        lambda: connect(region, "dynamodb"),
        lambda: connect(region, "s3"),
        table=settings.table_receipts,
        bucket=settings.bucket_documents,
    )


def create_app(settings: Settings | None = None, store: Store | None = None) -> OpenAPI:
    """Build what answers requests.

    settings: read from the environment where absent; a missing variable ends the process with one line.
    store: shared with the consumer; made from the settings where absent.
    """
    settings = load_settings(Settings, "receipts") if settings is None else settings
    store = create_store(settings) if store is None else store
    app = create_chassis_app(
        "receipts",
        settings,
        prefix=routes.PREFIX,
        title="Receipts",
        version="1.0.0",
        checks=[Check("receipts", store.ping)],
    )
    routes.register(app, store)
    return app
