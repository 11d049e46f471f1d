from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from catalog import create_app
from catalog.products import Changes, Price, ProductMissingError, new_product
from catalog.reading import Reader
from catalog.settings import Settings
from catalog.store import Store, StoreUnavailableError
from chassis import cache
from chassis.cache import CacheSettings
from chassis.testing_cache import RedisServer, redis
from flask.testing import FlaskClient

PRODUCTS = "/api/catalog/products"


class Outage:
    """A DynamoDB that can be switched off."""

    def __init__(self, client: Any) -> None:
        self.on = False
        self._client = client

    def __getattr__(self, name: str) -> Any:
        if self.on:
            raise StoreUnavailableError("switched off")
        return getattr(self._client, name)


@pytest.fixture
def outage(table: Any) -> Outage:
    return Outage(table)


@pytest.fixture
def store(outage: Outage) -> Store:
    client: Any = outage
    return Store(lambda: client, "test-catalog-products")


@pytest.fixture(scope="module")
def server() -> Iterator[RedisServer]:
    with redis() as running:
        yield running


@pytest.fixture
def reader(store: Store, server: RedisServer) -> Reader:
    settings = CacheSettings(environment="test", cache_url=server.url)
    cache.redis_client(settings).flushall()
    return Reader(store, cache.connect(settings, prefix="catalog:1:"))


@pytest.fixture
def _cup(store: Store) -> None:
    store.add(new_product(name="Cup", category="tableware", price=Price(1990, "EUR"), product_id="cup"))


@pytest.mark.usefixtures("_cup")
def test_a_product_is_read_from_the_cache_for_some_seconds(reader: Reader, store: Store) -> None:
    first = reader.product("cup")
    store.change("cup", Changes(name="Mug"), None)

    assert reader.product("cup").value == first.value
    reader.changed("cup")
    assert reader.product("cup").value["name"] == "Mug"


@pytest.mark.usefixtures("_cup")
def test_in_an_outage_the_last_copy_is_shown(
    reader: Reader, outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader.product("cup")
    reader.page(limit=20, after=None, category=None)
    monkeypatch.setattr("catalog.reading.FRESH_SECONDS", 0)
    outage.on = True

    product = reader.product("cup")
    page = reader.page(limit=20, after=None, category=None)

    assert (product.stale, product.value["name"]) == (True, "Cup")
    assert (page.stale, [item["id"] for item in page.value["items"]]) == (True, ["cup"])
    with pytest.raises(StoreUnavailableError):
        reader.page(limit=20, after=None, category="books")


@pytest.mark.usefixtures("_cup")
def test_a_product_that_was_deleted_does_not_come_back_in_an_outage(
    reader: Reader, store: Store, outage: Outage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.reading.FRESH_SECONDS", 0)
    reader.product("cup")
    store.remove("cup", None)
    with pytest.raises(ProductMissingError):
        reader.product("cup")
    outage.on = True

    with pytest.raises(StoreUnavailableError):
        reader.product("cup")


def test_what_is_shown_in_an_outage_is_marked_as_stale(
    table: Any, settings: Settings, cup: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    outage = Outage(table)
    monkeypatch.setattr("catalog.connect", lambda _: outage)
    client: FlaskClient = create_app(settings).test_client()
    client.post(PRODUCTS, json=cup | {"id": "cup"})
    fresh = [client.get(f"{PRODUCTS}/cup").json, client.get(PRODUCTS).json]
    outage.on = True

    product, page = client.get(f"{PRODUCTS}/cup"), client.get(PRODUCTS)

    assert fresh[0] is not None
    assert product.json == fresh[0] | {"stale": True}
    assert fresh[0]["stale"] is False
    assert page.json is not None
    assert (page.json["stale"], page.json["items"]) == (True, [product.json])
    assert client.post(PRODUCTS, json=cup).status_code == 503


def test_after_five_failures_dynamodb_is_left_alone(store: Store, outage: Outage) -> None:
    outage.on = True
    for _ in range(5):
        with pytest.raises(StoreUnavailableError, match="switched off"):
            store.get("cup")

    with pytest.raises(StoreUnavailableError, match="circuit open"):
        store.get("cup")
