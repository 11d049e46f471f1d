"""The data stores, queues and secrets of one service, and the variables that tell it where they are."""

from __future__ import annotations

from constructs import Construct

from modules.data.bucket import NAME_LIMIT as BUCKET_NAME_LIMIT
from modules.data.bucket import Bucket
from modules.data.dynamodb_table import DynamodbTable
from modules.messaging.queue import Queue
from modules.names import fit
from modules.security.kms_key import KmsKey
from modules.security.role import Role
from modules.security.secret import Secret
from yard.config import Environment, Service


class Stores(Construct):
    """Everything is encrypted with `key`, and `role` may use just what is here.

    Handles: variables (TABLE_PRODUCTS, BUCKET_IMAGES, QUEUE_ORDERS_URL, …), secret_arns (variable -> ARN).
    """

    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: Environment,
        service: Service,
        key: KmsKey,
        role: Role,
    ) -> None:
        super().__init__(scope, id)
        self._prefix = f"{environment.name}-{service.name}"
        self._environment = environment
        self._key = key
        self._role = role
        self.variables: dict[str, str] = {}
        self._tables(service)
        self._buckets(service)
        self._queues(service)
        self._secrets = {
            name.upper(): Secret(
                self,
                f"secret-{_dashed(name)}",
                name=f"{environment.name}/{service.name}/{name}",
                description=f"{name} of {service.name} in {environment.name}",
                key_arn=key.arn,
                protect=environment.protect,
            )
            for name in service.secrets
        }
        self.secret_arns = {variable: secret.arn for variable, secret in self._secrets.items()}

    def grant_secrets(self, role: Role) -> None:
        """Let the execution role read the values that it hands to the container."""
        for secret in self._secrets.values():
            secret.grant_read(role)
        if self._secrets:
            self._key.grant_use(role, via=self._aws("secretsmanager"))

    def _tables(self, service: Service) -> None:
        for name, table in service.data.tables.items():
            made = DynamodbTable(
                self,
                f"table-{_dashed(name)}",
                name=f"{self._prefix}-{_dashed(name)}",
                hash_key=table.hash_key,
                range_key=table.range_key,
                indexes={index: (keys.hash_key, keys.range_key) for index, keys in table.indexes.items()},
                ttl=table.ttl,
                key_arn=self._key.arn,
                protect=self._environment.protect,
            )
            made.grant_read_write(self._role)
            self.variables[f"TABLE_{name.upper()}"] = made.name
        if service.data.tables:
            self._key.grant_use(self._role, via=self._aws("dynamodb"))

    def _buckets(self, service: Service) -> None:
        account, region = self._environment.account, self._environment.region
        for name, bucket in service.data.buckets.items():
            made = Bucket(
                self,
                f"bucket-{_dashed(name)}",
                name=fit(f"{self._prefix}-{_dashed(name)}-{account}-{region}", BUCKET_NAME_LIMIT),
                key_arn=self._key.arn,
                expire_days=bucket.expire_days,
                protect=self._environment.protect,
            )
            made.grant_read_write(self._role)
            self.variables[f"BUCKET_{name.upper()}"] = made.name
        if service.data.buckets:
            self._key.grant_use(self._role, via=self._aws("s3"))

    def _queues(self, service: Service) -> None:
        for name, queue in service.queues.items():
            made = Queue(
                self,
                f"queue-{_dashed(name)}",
                name=f"{self._prefix}-{_dashed(name)}",
                key_arn=self._key.arn,
                visibility_seconds=queue.visibility_seconds,
                max_receives=queue.max_receives,
            )
            made.grant_send(self._role)
            made.grant_receive(self._role)
            self.variables[f"QUEUE_{name.upper()}_URL"] = made.url
        if service.queues:
            self._key.grant_use(self._role, via=self._aws("sqs"))

    def _aws(self, service: str) -> str:
        return f"{service}.{self._environment.region}.amazonaws.com"


def _dashed(name: str) -> str:
    return name.replace("_", "-")
