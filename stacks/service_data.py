"""What one service owns: tables, buckets, queues, secrets, and the variables that tell it where they are."""

from __future__ import annotations

from modules import names
from modules.data.bucket import Bucket
from modules.data.dynamodb_table import DynamodbTable
from modules.data.table_scaling import Capacity
from modules.messaging.event_subscription import EventSubscription
from modules.messaging.queue import Queue
from modules.observability.data_signals import queue_signals, table_signals
from modules.observability.signal import Signal
from modules.security.kms_key import KmsKey
from modules.security.role import Role
from modules.security.secret import Secret
from stacks.environment_stack import EnvironmentStack
from stacks.network import NetworkStack
from stacks.platform import PlatformStack
from stacks.service_cache import ServiceCache
from stacks.service_database import ServiceDatabase
from yard.config import Service


class ServiceData:
    """Makes the manifest's data stores in a stack and gives `role` the rights that its code needs.

    environment: variable -> value, such as `TABLE_PRODUCTS`.
    queues: by the manifest's name. database, cache: None where it has none. signals: what is watched of them all.
    """

    def __init__(
        self,
        stack: EnvironmentStack,
        service: Service,
        *,
        network: NetworkStack,
        platform: PlatformStack,
        key: KmsKey,
        role: Role,
    ) -> None:
        self.environment: dict[str, str] = {}
        self.queues: dict[str, Queue] = {}
        self.signals: list[Signal] = []
        self._stack, self._service, self._key, self._role = stack, service, key, role
        self._network, self._platform = network, platform
        self._prefix = (stack.environment.name, service.name)
        self._protect = stack.environment.protect
        self._tables()
        self._buckets()
        self._queues()
        self._events()
        self.database = self._database()
        self.cache = self._cache()

    @property
    def needs_vpc(self) -> bool:
        """Whether there is something that only members of the VPC reach: a runtime outside must come in."""
        return self.database is not None or self.cache is not None

    @property
    def ports(self) -> list[int]:
        """TCP ports of database and cache."""
        return [store.port for store in (self.database, self.cache) if store]

    def allow_from(self, security_group_id: str) -> None:
        """Let the workload's security group into database and cache. A runtime calls this once."""
        for store in (self.database, self.cache):
            if store:
                store.allow_from(security_group_id)

    def secrets(self, reader: Role) -> dict[str, str]:
        """Variable -> ARN of the secret; `reader` may read the values: ECS, not the code, fetches them."""
        arns = {}
        for name in sorted(self._service.secrets):
            secret = Secret(
                self._stack,
                f"secret-{name}",
                name=names.name(*self._prefix, name),
                description=f"{name} of {self._service.name}",
                key=self._key,
                protect=self._protect,
            )
            secret.grant_read(reader)
            arns[name.upper()] = secret.arn
        return arns

    def _tables(self) -> None:
        for name, table in sorted(self._service.data.tables.items()):
            made = DynamodbTable(
                self._stack,
                f"table-{name}",
                name=names.table_name(*self._prefix, name),
                hash_key=table.hash_key,
                range_key=table.range_key,
                indexes={index: (keys.hash_key, keys.range_key) for index, keys in table.indexes.items()},
                ttl=table.ttl,
                stream=table.stream,
                capacity=Capacity(**table.capacity.model_dump()) if table.capacity else None,
                key=self._key,
                protect=self._protect,
            )
            made.grant_read_write(self._role)
            self.signals += table_signals(name, made.name)
            self._tell(f"TABLE_{name.upper()}", made.name, f"DynamoDB table {name}.")
            if made.stream_arn:
                made.grant_read_stream(self._role)
                self.environment[f"TABLE_{name.upper()}_STREAM_ARN"] = made.stream_arn

    def _buckets(self) -> None:
        environment = self._stack.environment
        for name, bucket in sorted(self._service.data.buckets.items()):
            made = Bucket(
                self._stack,
                f"bucket-{name}",
                name=names.bucket_name(
                    *self._prefix, name, account=environment.account, region=environment.region
                ),
                key=self._key,
                expire_days=bucket.expire_days,
                archive_days=bucket.archive_days,
                log_bucket=self._platform.log_bucket.name,
                protect=self._protect,
            )
            made.grant_read_write(self._role)
            self._tell(f"BUCKET_{name.upper()}", made.name, f"S3 bucket {name}.")

    def _queues(self) -> None:
        for name, queue in sorted(self._service.queues.items()):
            made = Queue(
                self._stack,
                f"queue-{name}",
                name=names.queue_name(*self._prefix, name),
                # Two hyphens: no service's name has them, so this is nobody else's queue.
                dead_letter_name=names.queue_name(*self._prefix, f"{name}--dead-letter"),
                visibility_seconds=queue.visibility_seconds,
                max_receives=queue.max_receives,
                key=self._key,
                protect=self._protect,
            )
            made.grant_send(self._role)
            made.grant_consume(self._role)
            self.queues[name] = made
            self.signals += queue_signals(name, made.name, made.dead_letter_name)
            self._tell(f"QUEUE_{name.upper()}_URL", made.url, f"SQS queue {name}.")

    def _events(self) -> None:
        """The right to publish, and the rules of what it subscribed to: no stack waits for a publisher's."""
        service, bus = self._service, self._platform.event_bus
        if service.publishes:
            bus.grant_publish(self._role, source=service.name, events=service.publishes)
            self.environment["EVENT_BUS"] = bus.name
        for event, queue in sorted(service.subscribes.items()):
            EventSubscription(
                self._stack,
                f"subscription-{event}",
                name=names.event_rule_name(*self._prefix, event),
                bus_name=bus.name,
                event=event,
                queue=self.queues[queue],
            )

    def _database(self) -> ServiceDatabase | None:
        wanted = self._service.data.database
        if wanted is None:
            return None
        made = ServiceDatabase(
            self._stack,
            wanted,
            service=self._service.name,
            network=self._network,
            key=self._key,
            role=self._role,
        )
        self.environment |= made.environment
        self.signals += made.signals
        self._stack.output("database_host", made.environment["DATABASE_HOST"], "Where the database is.")
        self._stack.output(
            "database_secret_arn",
            made.environment["DATABASE_SECRET_ARN"],
            "The secret with user and password.",
        )
        return made

    def _cache(self) -> ServiceCache | None:
        wanted = self._service.data.cache
        if wanted is None:
            return None
        made = ServiceCache(
            self._stack,
            wanted,
            service=self._service.name,
            network=self._network,
            key=self._key,
            role=self._role,
        )
        self.environment |= made.environment
        self.signals += made.signals
        self._stack.output("cache_url", made.environment["CACHE_URL"], "Where the cache is.")
        return made

    def _tell(self, variable: str, value: str, description: str) -> None:
        self.environment[variable] = value
        self._stack.output(variable.lower(), value, description)
