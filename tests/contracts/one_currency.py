"""Schemathesis hooks for quotes: all items in one currency, which a JSON Schema cannot say."""

from __future__ import annotations

from typing import Any

import schemathesis


@schemathesis.hook
def map_body(_context: Any, body: Any) -> Any:
    """Give each unit price that has a currency the currency of the first."""
    first: str | None = None
    for price in _prices(body):
        if isinstance(price.get("currency"), str):
            first = first or price["currency"]
            price["currency"] = first
    return body


def _prices(body: Any) -> list[dict[str, Any]]:
    items = body.get("items") if isinstance(body, dict) else None
    if not isinstance(items, list):
        return []
    prices = [item.get("unit_price") for item in items if isinstance(item, dict)]
    return [price for price in prices if isinstance(price, dict)]
