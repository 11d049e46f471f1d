"""Receipts in S3 (`<order_id>/receipt.json`, `.html`) and their index in DynamoDB (one item an order).

The item is the claim: the first to write it fixes the moment of issue, on the condition that there is none. Then the
documents are put, and the item is marked as written. A delivery that comes again finds either the mark, and has nothing
to do, or a claim without it, and puts the same bytes once more. So an order has one receipt however often its event
comes, at the same time too, and a crash in between is made good by the next delivery.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
import structlog
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError

from receipts import page, schemas
from receipts.receipt import Order, issue, number_of

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

Result = TypeVar("Result")
log = structlog.get_logger("receipts.store")

CONDITION_FAILED = "ConditionalCheckFailedException"
# Errors in our own request: another try gives the same.
OURS = (CONDITION_FAILED, "ValidationException")
JSON = "application/json"
HTML = "text/html; charset=utf-8"


class StoreUnavailableError(Exception):
    """DynamoDB or S3 does not answer, or not with what was asked for; later it may."""


class ReceiptMissingError(Exception):
    """There is no receipt of this order, or not yet."""


def connect(region: str, service: str, *, read_timeout_seconds: float = 2.0, attempts: int = 2) -> Any:
    """Make a client. Endpoint and credentials come from the environment, as boto3 does it."""
    config = Config(
        region_name=region,
        connect_timeout=1,
        read_timeout=read_timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": attempts},
    )
    return boto3.session.Session().client(service, config=config)  # type: ignore[call-overload]


class Store:
    """Both. Every method raises StoreUnavailableError when AWS fails. Safe to share between threads."""

    def __init__(
        self, dynamodb: Callable[[], DynamoDBClient], s3: Callable[[], Any], *, table: str, bucket: str
    ) -> None:
        # Made with the first call: botocore fetches credentials over the network when it makes a client.
        self._dynamodb = functools.cache(dynamodb)
        self._s3 = functools.cache(s3)
        self._table = table
        self._bucket = bucket

    def ping(self) -> None:
        """Read an item that does not exist: the cheapest call that needs the table and the right to read."""
        self._item("-")

    def write(self, order: Order, now: datetime) -> bool:
        """Write the receipt of `order`, issued `now` unless it was begun before. Returns False if it was there."""
        item = self._claim(order, now)
        if "written_at" in item:
            return False
        receipt = issue(order, datetime.fromisoformat(item["issued_at"]["S"]))
        text = json.dumps(schemas.dump(receipt), ensure_ascii=False, separators=(",", ":"))
        self._put(_key(order.id, "json"), text, JSON)
        self._put(_key(order.id, "html"), page.render(receipt), HTML)
        _call(
            lambda: self._dynamodb().update_item(
                TableName=self._table,
                Key={"order_id": {"S": order.id}},
                UpdateExpression="SET written_at = if_not_exists(written_at, :now)",
                ExpressionAttributeValues={":now": {"S": now.isoformat()}},
            )
        )
        return True

    def read(self, order_id: str, kind: str) -> bytes:
        """Read a document as it was put. kind: json or html. Raises ReceiptMissingError."""
        if "written_at" not in self._item(order_id):
            raise ReceiptMissingError(order_id)
        answer = _call(lambda: self._s3().get_object(Bucket=self._bucket, Key=_key(order_id, kind)))
        content: bytes = _call(answer["Body"].read)
        return content

    def _claim(self, order: Order, now: datetime) -> dict[str, Any]:
        """Put the item unless there is one; returns the one that there is then."""
        item = {
            "order_id": {"S": order.id},
            "receipt_number": {"S": number_of(order.id, order.placed_at)},
            "issued_at": {"S": now.isoformat()},
        }
        try:
            _call(
                lambda: self._dynamodb().put_item(
                    TableName=self._table, Item=item, ConditionExpression="attribute_not_exists(order_id)"
                )
            )
        except ClientError as error:
            if error.response["Error"]["Code"] != CONDITION_FAILED:
                raise
            return self._item(order.id)
        return item

    def _item(self, order_id: str) -> dict[str, Any]:
        answer = _call(
            lambda: self._dynamodb().get_item(
                TableName=self._table, Key={"order_id": {"S": order_id}}, ConsistentRead=True
            )
        )
        return dict(answer.get("Item", {}))

    def _put(self, key: str, text: str, kind: str) -> None:
        _call(
            lambda: self._s3().put_object(Bucket=self._bucket, Key=key, Body=text.encode(), ContentType=kind)
        )


def _key(order_id: str, kind: str) -> str:
    return f"{order_id}/receipt.{kind}"


def _call(operation: Callable[[], Result]) -> Result:
    """Call AWS; a wrong request of ours, or a failed condition, stays the error that it is."""
    try:
        return operation()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in OURS:
            raise
        reason = code
    except ParamValidationError:
        raise
    except BotoCoreError as error:
        reason = type(error).__name__
    log.error("AWS does not answer as it should", reason=reason)
    raise StoreUnavailableError(reason) from None
