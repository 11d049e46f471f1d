"""The database of one service: what the manifest leaves open is the environment's size."""

from __future__ import annotations

from modules import names
from modules.data.aurora_cluster import SERVERLESS, AuroraCluster
from modules.data.database_engines import DatabaseEngine, database_engine
from modules.data.database_instance import DatabaseInstance
from modules.data.database_proxy import DatabaseProxy
from modules.observability.data_signals import database_signals
from modules.observability.signal import Signal
from modules.security.kms_key import KmsKey
from modules.security.role import Role
from stacks.environment_stack import EnvironmentStack
from stacks.network import NetworkStack
from yard.config import Database, Environment

# A serverless cluster in a protected environment, or behind a proxy that never lets go, does not pause.
LEAST_AWAKE_ACU = 0.5
STORAGE_GROWTH = 5
# RDS adds storage where less than a tenth is free (source: "Amazon RDS User Guide, Managing capacity automatically with
# storage autoscaling"): less than this means that it could not.
LEAST_FREE_PERCENT = 5
GIB = 1024**3


class ServiceDatabase:
    """Makes the database in a stack and lets `role` connect.

    environment: variable -> value, `DATABASE_HOST` and its kin. signals: what is watched of it.
    """

    def __init__(
        self,
        stack: EnvironmentStack,
        wanted: Database,
        *,
        service: str,
        network: NetworkStack,
        key: KmsKey,
        role: Role,
    ) -> None:
        self._stack, self._wanted, self._network, self._key = stack, wanted, network, key
        self._prefix = (stack.environment.name, service)
        choices = wanted.choices
        engine = database_engine(
            wanted.engine,
            wanted.version or choices.version,
            wanted.edition or next(iter(choices.editions), None),
        )
        database_name = wanted.name_for(service)
        self.database = (self._cluster if engine.cluster else self._instance)(engine, database_name)
        self.database.grant_connect(role)
        self._door: DatabaseInstance | AuroraCluster | DatabaseProxy = (
            self._proxy() if wanted.proxy else self.database
        )
        self.environment = {
            "DATABASE_ENGINE": wanted.engine,
            "DATABASE_HOST": self._door.host,
            "DATABASE_PORT": str(self._door.port),
            "DATABASE_NAME": database_name,
            "DATABASE_SECRET_ARN": self.database.secret_arn,
        }

    @property
    def port(self) -> int:
        """TCP, of the database or of the proxy before it."""
        return self._door.port

    @property
    def signals(self) -> list[Signal]:
        """Load, CPU, connections, and the storage that is left, where it does not grow by itself."""
        if isinstance(self.database, AuroraCluster):
            return database_signals(
                {"DBClusterIdentifier": self.database.identifier}, free_storage_bytes=None
            )
        storage_gib = database_storage_gib(self._wanted, self._stack.environment)
        return database_signals(
            {"DBInstanceIdentifier": self.database.identifier},
            free_storage_bytes=storage_gib * GIB * LEAST_FREE_PERCENT / 100,
        )

    def allow_from(self, security_group_id: str) -> None:
        """Let the members of the workload's security group connect."""
        self._door.allow_from("workload", security_group_id)

    def _instance(self, engine: DatabaseEngine, database_name: str) -> DatabaseInstance:
        environment, wanted = self._stack.environment, self._wanted
        storage_gib = database_storage_gib(wanted, environment)
        return DatabaseInstance(
            self._stack,
            "database",
            name=names.database_name(*self._prefix, "database"),
            engine=engine,
            database_name=database_name,
            instance_class=wanted.instance_class
            or environment.defaults.database.instance_classes[wanted.engine],
            storage_gib=storage_gib,
            max_storage_gib=wanted.max_storage_gib or storage_gib * STORAGE_GROWTH,
            multi_az=has_standby(environment),
            backup_days=environment.defaults.database.backup_days,
            log_retention_days=environment.defaults.log_retention_days,
            monitoring_role_name=names.role_name(*self._prefix, "database-monitoring"),
            vpc_id=self._network.vpc.vpc_id,
            subnet_ids=self._network.vpc.isolated_subnet_ids,
            key=self._key,
            protect=environment.protect,
        )

    def _cluster(self, engine: DatabaseEngine, database_name: str) -> AuroraCluster:
        environment, wanted = self._stack.environment, self._wanted
        instances = environment.defaults.database.instances
        if environment.protect:
            instances = max(instances, 2)
        return AuroraCluster(
            self._stack,
            "database",
            name=names.database_name(*self._prefix, "database"),
            engine=engine,
            database_name=database_name,
            instance_names=[
                names.database_instance_name(*self._prefix, "database", number=number)
                for number in range(1, instances + 1)
            ],
            instance_class=wanted.instance_class or SERVERLESS,
            capacity=None if wanted.instance_class else aurora_capacity(wanted, environment),
            backup_days=environment.defaults.database.backup_days,
            log_retention_days=environment.defaults.log_retention_days,
            monitoring_role_name=names.role_name(*self._prefix, "database-monitoring"),
            vpc_id=self._network.vpc.vpc_id,
            subnet_ids=self._network.vpc.isolated_subnet_ids,
            key=self._key,
            protect=environment.protect,
        )

    def _proxy(self) -> DatabaseProxy:
        return DatabaseProxy(
            self._stack,
            "database-proxy",
            name=names.database_name(*self._prefix, "proxy"),
            database=self.database,
            role_name=names.role_name(*self._prefix, "database-proxy"),
            log_retention_days=self._stack.environment.defaults.log_retention_days,
            vpc_id=self._network.vpc.vpc_id,
            subnet_ids=self._network.vpc.isolated_subnet_ids,
            key=self._key,
        )


def has_standby(environment: Environment) -> bool:
    """Whether databases have a standby in another zone: by size, and in any protected environment."""
    return environment.defaults.database.multi_az or environment.protect


def database_storage_gib(wanted: Database, environment: Environment) -> int:
    """The manifest's storage, else the size's, and never less than the engine takes."""
    least, most = wanted.choices.storage_gib or (0, 0)
    return wanted.storage_gib or min(max(environment.defaults.database.storage_gib, least), most)


def aurora_capacity(wanted: Database, environment: Environment) -> tuple[float, float]:
    """Least and most Aurora capacity units: the manifest's, else the size's, which pause only what may sleep."""
    if wanted.serverless:
        return wanted.serverless.min_acu, wanted.serverless.max_acu
    size = environment.defaults.database
    awake = environment.protect or wanted.proxy
    return (max(size.min_acu, LEAST_AWAKE_ACU) if awake else size.min_acu), size.max_acu
