"""A table, a bucket and a queue in an emulated AWS inside this process, and the function over them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any
from uuid import uuid4

import pytest
from chassis.app import OpenAPI
from flask.testing import FlaskClient
from moto import mock_aws
from receipts import create_app
from receipts.settings import Settings
from receipts.store import Store, connect

REGION = "eu-west-1"
TABLE = "test-receipts-receipts"
BUCKET = "test-receipts-documents"
QUEUE = "test-receipts-placed"
Detail = dict[str, Any]
Batch = Callable[..., dict[str, Any]]


@pytest.fixture(scope="session", autouse=True)
def _environment() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        patch.setenv("QUEUE_PLACED_URL", f"https://sqs.{REGION}.amazonaws.com/123456789012/{QUEUE}")
        for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(environment="test", aws_region=REGION, table_receipts=TABLE, bucket_documents=BUCKET)


# Reading botocore's descriptions takes long, so one client of each serves all tests; moto answers for them only inside
# `mock_aws`, and each test starts with nothing stored.


@pytest.fixture(scope="session")
def clients() -> dict[str, Any]:
    with mock_aws():
        return {name: connect(REGION, name) for name in ("dynamodb", "s3", "sqs")}


@pytest.fixture
def aws(clients: dict[str, Any]) -> Iterator[dict[str, Any]]:
    with mock_aws():
        clients["dynamodb"].create_table(
            TableName=TABLE,
            BillingMode="PAY_PER_REQUEST",
            KeySchema=[{"AttributeName": "order_id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "order_id", "AttributeType": "S"}],
        )
        clients["s3"].create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
        yield clients


@pytest.fixture
def store(aws: dict[str, Any]) -> Store:
    return Store(lambda: aws["dynamodb"], lambda: aws["s3"], table=TABLE, bucket=BUCKET)


@pytest.fixture
def app(settings: Settings, store: Store) -> OpenAPI:
    return create_app(settings, store)


@pytest.fixture
def client(app: OpenAPI) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def detail() -> Detail:
    """What orders says of an order."""
    return {
        "order_id": str(uuid4()),
        "placed_at": "2026-03-01T11:59:00+00:00",
        "customer": {"name": "Ada <b>Lovelace</b>", "email": "ada@example.com"},
        "items": [
            {
                "product_id": "cup",
                "name": "Espresso cup",
                "quantity": 2,
                "unit_price": {"amount": 1990, "currency": "EUR"},
            }
        ],
        "total": {"amount": 5855, "currency": "EUR"},
        "status": "confirmed",
    }


@pytest.fixture
def batch() -> Batch:
    """Make what Lambda gets from SQS: a message for each body."""

    def make(*bodies: Any) -> dict[str, Any]:
        return {
            "Records": [
                {
                    "messageId": f"message-{number}",
                    "receiptHandle": "handle",
                    "body": body if isinstance(body, str) else json.dumps(event(body)),
                    "attributes": {"ApproximateReceiveCount": "1"},
                    "messageAttributes": {},
                    "md5OfBody": "",
                    "eventSource": "aws:sqs",
                    "eventSourceARN": f"arn:aws:sqs:{REGION}:123456789012:{QUEUE}",
                    "awsRegion": REGION,
                }
                for number, body in enumerate(bodies)
            ]
        }

    return make


def event(detail: Detail) -> dict[str, Any]:
    """The event as EventBridge puts it into the queue."""
    return {
        "version": "0",
        "id": str(uuid4()),
        "detail-type": "order-placed",
        "source": "orders",
        "detail": detail,
    }
