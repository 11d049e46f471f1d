from __future__ import annotations

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.stub import Stubber
from receipts.receipt import Order
from receipts.schemas import OrderPlaced
from receipts.store import ReceiptMissingError, Store, StoreUnavailableError, connect

REGION = "eu-west-1"
TABLE = "test-receipts-receipts"
BUCKET = "test-receipts-documents"
FIRST = datetime(2026, 3, 1, 12, tzinfo=UTC)
LATER = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def order(detail: dict[str, Any]) -> Order:
    return OrderPlaced.model_validate(detail).to_domain()


def keys(aws: dict[str, Any]) -> list[str]:
    return sorted(found["Key"] for found in aws["s3"].list_objects_v2(Bucket=BUCKET).get("Contents", []))


def items(aws: dict[str, Any]) -> list[Any]:
    return list(aws["dynamodb"].scan(TableName=TABLE)["Items"])


def test_a_receipt_is_two_documents_and_an_item(store: Store, aws: dict[str, Any], order: Order) -> None:
    assert store.write(order, FIRST)

    assert keys(aws) == [f"{order.id}/receipt.html", f"{order.id}/receipt.json"]
    assert [item["order_id"]["S"] for item in items(aws)] == [order.id]
    found = json.loads(store.read(order.id, "json"))
    assert (found["order_id"], found["issued_at"]) == (order.id, "2026-03-01T12:00:00Z")


def test_a_second_delivery_changes_nothing(store: Store, aws: dict[str, Any], order: Order) -> None:
    store.write(order, FIRST)
    before = (items(aws), store.read(order.id, "json"), store.read(order.id, "html"))

    assert not store.write(order, LATER)

    assert (items(aws), store.read(order.id, "json"), store.read(order.id, "html")) == before


class Dying:
    """S3 that fails from the given put on."""

    def __init__(self, s3: Any, puts: int) -> None:
        self._s3, self._left = s3, puts

    def __getattr__(self, name: str) -> Any:
        return getattr(self._s3, name)

    def put_object(self, **arguments: Any) -> Any:
        if not self._left:
            raise RuntimeError("the process is gone")
        self._left -= 1
        return self._s3.put_object(**arguments)


@pytest.mark.parametrize("puts", [0, 1])
def test_a_crash_in_between_is_made_good_by_the_next_delivery(
    store: Store, aws: dict[str, Any], order: Order, puts: int
) -> None:
    dying = Store(lambda: aws["dynamodb"], lambda: Dying(aws["s3"], puts), table=TABLE, bucket=BUCKET)
    with pytest.raises(RuntimeError):
        dying.write(order, FIRST)
    with pytest.raises(ReceiptMissingError):
        store.read(order.id, "json")

    assert store.write(order, LATER)

    assert json.loads(store.read(order.id, "json"))["issued_at"] == "2026-03-01T12:00:00Z"
    assert len(items(aws)) == 1


class OneAtATime:
    """A client of AWS, one call after the other: moto, unlike AWS, lets two calls come between each other's steps."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._lock = threading.Lock()

    def __getattr__(self, name: str) -> Any:
        def call(**arguments: Any) -> Any:
            with self._lock:
                return getattr(self._client, name)(**arguments)

        return call


def test_deliveries_at_the_same_time_give_one_receipt(aws: dict[str, Any], order: Order) -> None:
    dynamodb: Any = OneAtATime(aws["dynamodb"])
    s3 = OneAtATime(aws["s3"])
    store = Store(lambda: dynamodb, lambda: s3, table=TABLE, bucket=BUCKET)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda second: store.write(order, FIRST.replace(second=second)), range(8)))

    (item,) = items(aws)
    issued = datetime.fromisoformat(item["issued_at"]["S"])
    found = json.loads(store.read(order.id, "json"))
    assert datetime.fromisoformat(found["issued_at"]) == issued
    assert found["receipt_number"] == item["receipt_number"]["S"]
    assert len(keys(aws)) == 2


@pytest.mark.parametrize("code", ["ProvisionedThroughputExceededException", "AccessDeniedException"])
def test_what_aws_refuses_for_reasons_of_its_own_is_unavailable(
    store: Store, aws: dict[str, Any], order: Order, code: str
) -> None:
    with Stubber(aws["dynamodb"]) as stub:
        stub.add_client_error("put_item", code)

        with pytest.raises(StoreUnavailableError, match=code):
            store.write(order, FIRST)


def test_one_call_is_given_up_on_before_the_function_is(clients: dict[str, Any]) -> None:
    config = clients["s3"].meta.config

    longest = config.retries["total_max_attempts"] * (config.connect_timeout + config.read_timeout)

    assert longest <= 6


def test_an_aws_that_cannot_be_reached_is_unavailable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
    store = Store(
        lambda: connect(REGION, "dynamodb", attempts=1),
        lambda: connect(REGION, "s3", attempts=1),
        table=TABLE,
        bucket=BUCKET,
    )

    with pytest.raises(StoreUnavailableError, match="EndpointConnectionError"):
        store.ping()
