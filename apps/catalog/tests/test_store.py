from __future__ import annotations

import socket
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from botocore.stub import Stubber
from catalog.products import (
    Changes,
    Price,
    Product,
    ProductExistsError,
    ProductMissingError,
    VersionMismatchError,
    new_product,
)
from catalog.store import Store, StoreUnavailableError, connect, to_item

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

Race = Callable[[Callable[[], object]], Store]
REGION = "eu-west-1"
TABLE = "test-catalog-products"


def product(product_id: str, category: str = "tableware") -> Product:
    return new_product(
        name="Cup", category=category, price=Price(10**12, "EUR"), description="", product_id=product_id
    )


def listed(store: Store, limit: int, category: str | None = None) -> list[str]:
    ids: list[str] = []
    after = None
    while True:
        page = store.page(limit=limit, after=after, category=category)
        assert len(page.products) <= limit
        ids += [found.id for found in page.products]
        after = page.after
        if after is None:
            return ids


def test_a_product_comes_back_as_it_was_stored(store: Store) -> None:
    cup = product("cup")

    store.add(cup)

    assert store.get("cup") == cup


def test_an_id_is_taken_once(store: Store) -> None:
    first = product("cup")
    store.add(first)

    with pytest.raises(ProductExistsError):
        store.add(product("cup", "other"))

    assert store.get("cup") == first


@pytest.mark.parametrize("limit", [1, 3, 7, 8])
def test_pages_show_every_product_once_and_the_last_one_says_so(store: Store, limit: int) -> None:
    for number in range(7):
        store.add(product(f"cup-{number}"))

    assert sorted(listed(store, limit)) == [f"cup-{number}" for number in range(7)]


def test_a_category_is_listed_in_order_of_id(store: Store) -> None:
    for number in (2, 0, 1):
        store.add(product(f"cup-{number}"))
        store.add(product(f"book-{number}", "books"))

    assert listed(store, 2, "books") == ["book-0", "book-1", "book-2"]
    assert listed(store, 2, "none") == []


def test_a_list_goes_on_when_the_product_it_stopped_at_is_gone(store: Store) -> None:
    for number in range(3):
        store.add(product(f"cup-{number}"))
    page = store.page(limit=1, category="tableware")
    store.remove("cup-0", None)

    rest = store.page(limit=10, after=page.after, category="tableware")

    assert [found.id for found in rest.products] == ["cup-1", "cup-2"]


def test_a_change_is_stored_as_the_next_version(store: Store) -> None:
    store.add(product("cup"))

    changed = store.change("cup", Changes(category="books"), frozenset({1}))

    assert changed.version == 2
    assert store.get("cup") == changed
    assert listed(store, 5, "books") == ["cup"]


def test_a_change_made_for_another_version_changes_nothing(store: Store) -> None:
    store.add(product("cup"))
    current = store.change("cup", Changes(name="Mug"), None)

    with pytest.raises(VersionMismatchError):
        store.change("cup", Changes(name="Bowl"), frozenset({1}))

    assert store.get("cup") == current


class Racing:
    """A client on which someone else writes just before our first write."""

    def __init__(self, client: DynamoDBClient, other: Callable[[], object]) -> None:
        self._client = client
        self._others = [other]

    def __getattr__(self, name: str) -> Any:
        return getattr(self._client, name)

    def put_item(self, **arguments: Any) -> Any:
        if self._others:
            self._others.pop()()
        return self._client.put_item(**arguments)


@pytest.fixture
def racing(table: DynamoDBClient) -> Race:
    """Make a store that loses one race, to `other`."""

    def make(other: Callable[[], object]) -> Store:
        client: Any = Racing(table, other)
        return Store(lambda: client, TABLE)

    return make


def test_of_two_changes_to_the_same_version_one_is_refused(store: Store, racing: Race) -> None:
    store.add(product("cup"))
    loser = racing(lambda: store.change("cup", Changes(name="Mug"), None))

    with pytest.raises(VersionMismatchError) as refused:
        loser.change("cup", Changes(name="Bowl"), frozenset({1}))

    assert refused.value.current == 2
    assert store.get("cup").name == "Mug"


def test_a_change_at_any_version_is_made_again_on_what_the_other_wrote(store: Store, racing: Race) -> None:
    store.add(product("cup"))
    second = racing(lambda: store.change("cup", Changes(name="Mug"), None))

    second.change("cup", Changes(description="Holds 60 ml."), None)

    found = store.get("cup")
    assert (found.name, found.description, found.version) == ("Mug", "Holds 60 ml.", 3)


def test_a_change_to_a_product_deleted_meanwhile_finds_none(store: Store, racing: Race) -> None:
    store.add(product("cup"))
    late = racing(lambda: store.remove("cup", None))

    with pytest.raises(ProductMissingError):
        late.change("cup", Changes(name="Bowl"), None)


def test_a_product_is_deleted_only_at_the_version_named(store: Store) -> None:
    store.add(product("cup"))

    for versions in (frozenset({2}), frozenset[int]()):
        with pytest.raises(VersionMismatchError):
            store.remove("cup", versions)
    store.remove("cup", frozenset({1, 2}))

    with pytest.raises(ProductMissingError):
        store.get("cup")


def test_what_is_not_there_cannot_be_read_changed_or_deleted(store: Store) -> None:
    with pytest.raises(ProductMissingError):
        store.get("cup")
    with pytest.raises(ProductMissingError):
        store.change("cup", Changes(name="Mug"), None)
    with pytest.raises(ProductMissingError):
        store.remove("cup", None)


def test_a_write_whose_answer_was_lost_is_not_taken_for_a_conflict(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("catalog.store.secrets.token_hex", lambda _: "mark")
    cup = product("cup")
    store.add(cup)

    store.add(cup)  # what botocore's retry does: the same write with the same mark

    assert store.get("cup") == cup


@pytest.mark.parametrize(
    "code",
    [
        "ProvisionedThroughputExceededException",
        "InternalServerError",
        "ResourceNotFoundException",
        "AccessDenied",
    ],
)
def test_what_dynamodb_refuses_for_reasons_of_its_own_is_unavailable(
    store: Store, table: DynamoDBClient, code: str
) -> None:
    with Stubber(table) as stub:
        stub.add_client_error("get_item", code)

        with pytest.raises(StoreUnavailableError, match=code):
            store.get("cup")


def test_a_dynamodb_that_hangs_is_given_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{silent.getsockname()[1]}")

        with pytest.raises(StoreUnavailableError, match="ReadTimeoutError"):
            Store(lambda: connect(REGION, read_timeout_seconds=0.1, attempts=1), TABLE).ping()


def test_one_call_is_given_up_on_after_six_seconds_at_the_most(dynamodb: DynamoDBClient) -> None:
    config: Any = dynamodb.meta.config

    longest_pause = config.retries["total_max_attempts"] - 1  # seconds, in botocore's standard mode
    tries = config.retries["total_max_attempts"] * (config.connect_timeout + config.read_timeout)

    assert tries + longest_pause <= 6


def test_an_item_holds_the_price_as_an_exact_number() -> None:
    assert to_item(product("cup"))["price_amount"] == {"N": "1000000000000"}
