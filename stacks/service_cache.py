"""The cache of one service: what the manifest leaves open is the environment's size."""

from __future__ import annotations

from modules import names
from modules.data.replication_group import ReplicationGroup
from modules.data.serverless_cache import ServerlessCache
from modules.observability.data_signals import node_cache_signals, serverless_cache_signals
from modules.observability.signal import Signal
from modules.security.kms_key import KmsKey
from modules.security.role import Role
from stacks.environment_stack import EnvironmentStack
from stacks.network import NetworkStack
from yard.config import Cache, Environment

# A protected environment keeps its snapshots at least so long.
PROTECTED_SNAPSHOT_DAYS = 7


class ServiceCache:
    """Makes the cache in a stack and lets `role` connect.

    environment: variable -> value, `CACHE_URL` and its kin. The user in the URL signs in with a token of IAM.
    """

    def __init__(
        self,
        stack: EnvironmentStack,
        wanted: Cache,
        *,
        service: str,
        network: NetworkStack,
        key: KmsKey,
        role: Role,
    ) -> None:
        self._stack, self._wanted, self._network, self._key = stack, wanted, network, key
        self._prefix = (stack.environment.name, service)
        self.cache: ServerlessCache | ReplicationGroup = (
            self._serverless() if wanted.mode == "serverless" else self._replicas()
        )
        self.cache.grant_connect(role)
        self.environment = {
            "CACHE_URL": f"rediss://{self.cache.user_name}@{self.cache.host}:{self.cache.port}",
            "CACHE_AUTH": "iam",
            "CACHE_NAME": self.cache.name,
            "CACHE_MODE": self.cache.mode,
        }

    @property
    def port(self) -> int:
        """TCP."""
        return self.cache.port

    @property
    def signals(self) -> list[Signal]:
        """What is watched of it."""
        if isinstance(self.cache, ServerlessCache):
            return serverless_cache_signals(self.cache.name)
        return node_cache_signals(f"{self.cache.name}-001")

    def allow_from(self, security_group_id: str) -> None:
        """Let the members of the workload's security group connect."""
        self.cache.allow_from("workload", security_group_id)

    def _serverless(self) -> ServerlessCache:
        environment, wanted = self._stack.environment, self._wanted
        size = environment.defaults.cache
        return ServerlessCache(
            self._stack,
            "cache",
            name=names.cache_name(*self._prefix, "cache"),
            engine=wanted.engine,
            user_name=names.cache_name(*self._prefix, "cache-user"),
            default_user_id=names.cache_name(*self._prefix, "cache-default"),
            max_gib=wanted.max_gib or size.max_gib,
            max_ecpu=size.max_ecpu,
            snapshot_days=snapshot_days(environment),
            vpc_id=self._network.vpc.vpc_id,
            subnet_ids=self._network.vpc.isolated_subnet_ids[:3],  # serverless takes 2 or 3
            key=self._key,
            protect=environment.protect,
        )

    def _replicas(self) -> ReplicationGroup:
        environment, wanted = self._stack.environment, self._wanted
        return ReplicationGroup(
            self._stack,
            "cache",
            name=names.cache_name(*self._prefix, "cache"),
            engine=wanted.engine,
            user_name=names.cache_name(*self._prefix, "cache-user"),
            default_user_id=names.cache_name(*self._prefix, "cache-default"),
            node_type=wanted.node_type or environment.defaults.cache.node_type,
            nodes=cache_nodes(wanted, environment),
            snapshot_days=snapshot_days(environment),
            vpc_id=self._network.vpc.vpc_id,
            subnet_ids=self._network.vpc.isolated_subnet_ids,
            key=self._key,
            protect=environment.protect,
        )


def cache_nodes(wanted: Cache, environment: Environment) -> int:
    """The primary and its replicas: the manifest's, else the size's, and two where the environment is protected."""
    nodes = environment.defaults.cache.nodes if wanted.replicas is None else wanted.replicas + 1
    return max(nodes, 2) if environment.protect else nodes


def snapshot_days(environment: Environment) -> int:
    """The size's, and a week at the least where the environment is protected."""
    days = environment.defaults.cache.snapshot_days
    return max(days, PROTECTED_SNAPSHOT_DAYS) if environment.protect else days
