"""Reads that outlive DynamoDB: products and lists through a cache, which gives the last copy when DynamoDB is down.

What is read is up to FRESH_SECONDS old where tasks share a cache, and as last written where they do not. A change is
made on DynamoDB alone, so that it is never made on something old.
"""

from __future__ import annotations

from typing import Any

from chassis.cache import Cache, Found

from catalog import schemas
from catalog.products import ProductMissingError
from catalog.store import Store, StoreUnavailableError

FRESH_SECONDS = 5.0
OUTAGE = (StoreUnavailableError,)


class Reader:
    """Gives products as JSON values."""

    def __init__(self, store: Store, cache: Cache) -> None:
        self._store = store
        self._cache = cache

    def product(self, product_id: str) -> Found[dict[str, Any]]:
        """Give a product. Raises ProductMissingError, StoreUnavailableError."""
        key = f"product:{product_id}"
        try:
            return self._cache.fetch(
                key,
                lambda: schemas.dump(self._store.get(product_id)),
                fresh_seconds=FRESH_SECONDS,
                unavailable=OUTAGE,
            )
        except ProductMissingError:
            self._cache.forget(key)
            raise

    def page(self, *, limit: int, after: str | None, category: str | None) -> Found[dict[str, Any]]:
        """Give a part of a list: its `items`, and `after`, the id that the next one goes on after.

        Raises StoreUnavailableError.
        """

        def load() -> dict[str, Any]:
            page = self._store.page(limit=limit, after=after, category=category)
            return {"items": [schemas.dump(product) for product in page.products], "after": page.after}

        key = f"page:{category or ''}:{after or ''}:{limit}"
        return self._cache.fetch(key, load, fresh_seconds=FRESH_SECONDS, unavailable=OUTAGE)

    def changed(self, product_id: str) -> None:
        """Forget what is known of a product."""
        self._cache.forget(f"product:{product_id}")
