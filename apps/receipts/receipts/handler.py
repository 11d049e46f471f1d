"""What Lambda calls: requests and messages of the queue `placed`, over one store."""

from __future__ import annotations

from chassis.functions import Parts, function_handler
from chassis.settings import load_settings

from receipts import create_app, create_store
from receipts.consumer import Consumer
from receipts.settings import Settings


def create_parts(settings: Settings | None = None) -> Parts:
    """Build the whole function."""
    settings = load_settings(Settings, "receipts") if settings is None else settings
    store = create_store(settings)
    return Parts(app=create_app(settings, store), messages={"placed": Consumer(store)})


handler = function_handler(create_parts)
