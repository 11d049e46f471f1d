"""A table in an emulated DynamoDB inside this process, and the service over it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import boto3
import pytest
from catalog import create_app
from catalog.settings import Settings
from catalog.store import Store, connect
from chassis.app import OpenAPI
from flask.testing import FlaskClient
from moto import mock_aws
from pydantic import SecretStr

if TYPE_CHECKING:
    from mypy_boto3_dynamodb.client import DynamoDBClient

REGION = "eu-west-1"
TABLE = "test-catalog-products"


def make_table(client: DynamoDBClient) -> None:
    """Make the table as service.yaml describes it."""
    client.create_table(
        TableName=TABLE,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
        AttributeDefinitions=[
            {"AttributeName": "id", "AttributeType": "S"},
            {"AttributeName": "category", "AttributeType": "S"},
        ],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "by_category",
                "KeySchema": [
                    {"AttributeName": "category", "KeyType": "HASH"},
                    {"AttributeName": "id", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )


@pytest.fixture(scope="session", autouse=True)
def _credentials() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", "testing")
        patch.setenv("AWS_SECRET_ACCESS_KEY", "testing")
        for name in ("AWS_ENDPOINT_URL", "AWS_PROFILE", "AWS_SESSION_TOKEN"):
            patch.delenv(name, raising=False)
        yield


@pytest.fixture(scope="session")
def settings() -> Settings:
    return Settings(
        environment="test",
        aws_region=REGION,
        table_products=TABLE,
        cursor_signing_key=SecretStr("a-key-for-tests-only"),
    )


# Reading botocore's description of DynamoDB takes 0.2 s, so one client and one app serve all tests; moto
# answers for them only inside `mock_aws`, and each test starts with an empty table.


@pytest.fixture(scope="session")
def dynamodb() -> DynamoDBClient:
    with mock_aws():
        return connect(REGION)


@pytest.fixture(scope="session")
def app(settings: Settings) -> OpenAPI:
    return create_app(settings)


@pytest.fixture
def table(dynamodb: DynamoDBClient) -> Iterator[DynamoDBClient]:
    with mock_aws():
        make_table(dynamodb)
        yield dynamodb


@pytest.fixture
def create_table() -> Callable[[str], None]:
    """Make the table in the emulator at an endpoint."""

    def create(endpoint: str) -> None:
        session = boto3.session.Session()
        make_table(session.client("dynamodb", region_name=REGION, endpoint_url=endpoint))

    return create


@pytest.fixture
def store(table: DynamoDBClient) -> Store:
    return Store(lambda: table, TABLE)


@pytest.fixture
def client(table: DynamoDBClient, app: OpenAPI) -> FlaskClient:
    return app.test_client()


@pytest.fixture
def cup() -> dict[str, Any]:
    return {"name": "Espresso cup", "category": "tableware", "price": {"amount": 1990, "currency": "EUR"}}
