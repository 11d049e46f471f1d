"""Products in DynamoDB: one item each, key `id`; index `by_category` with keys `category` and `id`.

Lists: of everything by Scan, in the order of DynamoDB's partitions (arbitrary, but the same every time, which
is what paging needs); of a category by Query on the index, in order of id. Index reads are eventually
consistent: a product shows up in its category within moments.
"""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
import structlog
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ParamValidationError
from chassis import deadlines
from chassis.circuits import Circuit, CircuitOpenError

from catalog.products import (
    Changes,
    Price,
    Product,
    ProductExistsError,
    ProductMissingError,
    VersionMismatchError,
    revise,
)

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

Result = TypeVar("Result")
log = structlog.get_logger("catalog.store")

INDEX_BY_CATEGORY = "by_category"
CONDITION_FAILED = "ConditionalCheckFailedException"
# A writer that loses this many races in a row, each to another writer, gives up.
ATTEMPTS_AT_ANY_VERSION = 3


class StoreUnavailableError(Exception):
    """DynamoDB does not answer, or not with what was asked for; later it may."""


@dataclass(frozen=True, slots=True)
class Page:
    """A part of a list. after: id to go on after; None at the end."""

    products: list[Product]
    after: str | None


def connect(region: str, *, read_timeout_seconds: float = 1.5, attempts: int = 2) -> DynamoDBClient:
    """Make a client. Endpoint and credentials come from the environment, as boto3 does it.

    With the defaults one call takes 6 s at the most, its retry included: less than callers wait.
    """
    config = Config(
        region_name=region,
        connect_timeout=1,
        read_timeout=read_timeout_seconds,
        retries={"mode": "standard", "total_max_attempts": attempts},
        max_pool_connections=16,
    )
    return boto3.session.Session().client("dynamodb", config=config)


class Store:
    """The table. Every method raises StoreUnavailableError when DynamoDB fails. Safe to share between threads."""

    def __init__(self, client: Callable[[], DynamoDBClient], table: str) -> None:
        # Made with the first call: botocore fetches credentials over the network when it makes a client.
        self._client = functools.cache(client)
        self._table = table
        self._circuit = Circuit("dynamodb", counts=(StoreUnavailableError,))

    def ping(self) -> None:
        """Read a product that does not exist: the cheapest call that needs the table and the right to read."""
        self._call(lambda: self._client().get_item(TableName=self._table, Key={"id": {"S": "-"}}))

    def get(self, product_id: str) -> Product:
        """Read one product, as last written. Raises ProductMissingError."""
        answer = self._call(
            lambda: self._client().get_item(
                TableName=self._table, Key={"id": {"S": product_id}}, ConsistentRead=True
            )
        )
        if "Item" not in answer:
            raise ProductMissingError(product_id)
        return from_item(answer["Item"])

    def page(self, *, limit: int, after: str | None = None, category: str | None = None) -> Page:
        """Read up to `limit` products after the one of id `after`, of all or of one category."""
        # One more than asked for tells whether there is a next page, which LastEvaluatedKey alone does not.
        arguments: dict[str, Any] = {"TableName": self._table, "Limit": limit + 1}
        if after is not None:
            arguments["ExclusiveStartKey"] = _key(after, category)
        if category is None:
            answer = self._call(lambda: self._client().scan(**arguments))
        else:
            arguments |= {
                "IndexName": INDEX_BY_CATEGORY,
                "KeyConditionExpression": "category = :category",
                "ExpressionAttributeValues": {":category": {"S": category}},
            }
            answer = self._call(lambda: self._client().query(**arguments))
        products = [from_item(item) for item in answer["Items"]]
        if len(products) > limit:
            return Page(products[:limit], products[limit - 1].id)
        # Fewer, but not the end: DynamoDB stops after 1 MB.
        last = answer.get("LastEvaluatedKey")
        return Page(products, last["id"]["S"] if last else None)

    def add(self, product: Product) -> None:
        """Store a new product. Raises ProductExistsError."""
        found = self._put(product, "attribute_not_exists(id)", {})
        if found is not None:
            raise ProductExistsError(product.id)

    def change(self, product_id: str, changes: Changes, versions: frozenset[int] | None) -> Product:
        """Store the next version of a product.

        versions: those it may be changed from; None for whichever it is at.
        Raises ProductMissingError, VersionMismatchError.
        """
        for _ in range(ATTEMPTS_AT_ANY_VERSION):
            current = self.get(product_id)
            revised = revise(current, changes, versions)
            found = self._put(revised, "version = :seen", {":seen": {"N": str(current.version)}})
            if found is None:
                return revised
            if versions is not None or not found:
                break
        if not found:
            raise ProductMissingError(product_id)
        raise VersionMismatchError(from_item(found).version)

    def remove(self, product_id: str, versions: frozenset[int] | None) -> None:
        """Delete a product. versions: those it may be at; None for any.

        Raises ProductMissingError, VersionMismatchError.
        """
        if versions is not None and not versions:
            raise VersionMismatchError(self.get(product_id).version)
        names = {f":v{number}": {"N": str(version)} for number, version in enumerate(sorted(versions or ()))}
        arguments: dict[str, Any] = {"ConditionExpression": "attribute_exists(id)"}
        if names:
            arguments["ConditionExpression"] += f" AND version IN ({', '.join(names)})"
            arguments["ExpressionAttributeValues"] = names
        found = self._unless(
            lambda: self._client().delete_item(
                TableName=self._table,
                Key={"id": {"S": product_id}},
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **arguments,
            )
        )
        if found is None:
            return
        if not found:
            raise ProductMissingError(product_id)
        raise VersionMismatchError(from_item(found).version)

    def _put(self, product: Product, condition: str, values: dict[str, Any]) -> dict[str, Any] | None:
        """Store `product` on `condition`. Returns None, or what stands there instead ({} for nothing)."""
        mark = secrets.token_hex(8)
        arguments: dict[str, Any] = {"ExpressionAttributeValues": values} if values else {}
        found = self._unless(
            lambda: self._client().put_item(
                TableName=self._table,
                Item=to_item(product) | {"write_mark": {"S": mark}},
                ConditionExpression=condition,
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
                **arguments,
            )
        )
        # The write went through, its answer got lost, and botocore's retry met our own item.
        if found and found.get("write_mark") == {"S": mark}:
            return None
        return found

    def _unless(self, write: Callable[[], object]) -> dict[str, Any] | None:
        """Do a conditional write. Returns None, or the item that its condition failed on ({} for none)."""
        try:
            self._call(write)
        except ClientError as error:
            item: Any = error.response.get("Item", {})
            return dict(item)
        return None

    def _call(self, operation: Callable[[], Result]) -> Result:
        """Call DynamoDB, unless it failed moments ago or nobody waits for the answer any more."""
        deadlines.check()
        try:
            with self._circuit.closed():
                return _translated(operation)
        except CircuitOpenError:
            raise StoreUnavailableError("circuit open") from None


def _translated(operation: Callable[[], Result]) -> Result:
    """Call DynamoDB; a failed condition stays a ClientError, a wrong request of ours an error."""
    try:
        return operation()
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code in (CONDITION_FAILED, "ValidationException"):
            raise
        reason = code
    except ParamValidationError:
        raise
    except BotoCoreError as error:
        reason = type(error).__name__
    log.error("DynamoDB does not answer as it should", reason=reason)
    raise StoreUnavailableError(reason) from None


def _key(product_id: str, category: str | None) -> dict[str, dict[str, str]]:
    key = {"id": {"S": product_id}}
    return key if category is None else key | {"category": {"S": category}}


def to_item(product: Product) -> dict[str, Any]:
    """Write a product as DynamoDB's attribute values."""
    return {
        "id": {"S": product.id},
        "name": {"S": product.name},
        "category": {"S": product.category},
        "price_amount": {"N": str(product.price.amount)},
        "price_currency": {"S": product.price.currency},
        "description": {"S": product.description},
        "version": {"N": str(product.version)},
        "created_at": {"S": product.created_at.isoformat()},
        "updated_at": {"S": product.updated_at.isoformat()},
    }


def from_item(item: Any) -> Product:
    """Read a product from DynamoDB's attribute values."""
    return Product(
        id=item["id"]["S"],
        name=item["name"]["S"],
        category=item["category"]["S"],
        price=Price(int(item["price_amount"]["N"]), item["price_currency"]["S"]),
        description=item["description"]["S"],
        version=int(item["version"]["N"]),
        created_at=datetime.fromisoformat(item["created_at"]["S"]),
        updated_at=datetime.fromisoformat(item["updated_at"]["S"]),
    )
