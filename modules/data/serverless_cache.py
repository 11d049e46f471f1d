"""ElastiCache Serverless: a cache that AWS scales, in several zones, paid by what is kept and asked.

Defines: the cache, its security group, its user.
Leaves to the caller: who gets in (`allow_from`, `grant_connect`).
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.elasticache_serverless_cache import (
    ElasticacheServerlessCache,
    ElasticacheServerlessCacheCacheUsageLimits,
    ElasticacheServerlessCacheCacheUsageLimitsDataStorage,
    ElasticacheServerlessCacheCacheUsageLimitsEcpuPerSecond,
)
from constructs import Construct

from modules.data.cache_users import CacheEngine, CacheUsers
from modules.data.store_security_group import StoreSecurityGroup
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role

PORT = 6379
# Source: "Amazon ElastiCache User Guide, Supported engines and versions".
MAJOR_VERSIONS = {"valkey": "8", "redis": "7"}


class ServerlessCache(Construct):
    """Takes TLS alone; past its limits the oldest keys make room, and commands beyond the rate are turned away."""

    mode = "serverless"

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        engine: CacheEngine,
        user_name: str,
        default_user_id: str,
        max_gib: int,
        max_ecpu: int,
        snapshot_days: int,
        vpc_id: str,
        subnet_ids: list[str],
        key: KmsKey,
        protect: bool,
    ) -> None:
        """name: 40 characters at the most. max_gib: 1 to 5000. max_ecpu: processing units a second, 1000 and more.

        snapshot_days: a daily snapshot is kept so long. protect: Terraform refuses to destroy it.
        """
        super().__init__(scope, id_)
        self._key = key
        self.port = PORT
        self._security_group = StoreSecurityGroup(
            self, "security-group", name=name, description="Cache", vpc_id=vpc_id, port=PORT
        )
        self._users = CacheUsers(
            self, "users", engine=engine, user_name=user_name, default_user_id=default_user_id
        )
        cache = ElasticacheServerlessCache(
            self,
            "Default",
            name=name,
            description="Cache of a service",
            engine=engine,
            major_engine_version=MAJOR_VERSIONS[engine],
            kms_key_id=key.arn,
            security_group_ids=[self._security_group.id],
            subnet_ids=subnet_ids,
            user_group_id=self._users.group_id,
            snapshot_retention_limit=snapshot_days,
            cache_usage_limits=[
                ElasticacheServerlessCacheCacheUsageLimits(
                    data_storage=[
                        ElasticacheServerlessCacheCacheUsageLimitsDataStorage(maximum=max_gib, unit="GB")
                    ],
                    ecpu_per_second=[
                        ElasticacheServerlessCacheCacheUsageLimitsEcpuPerSecond(maximum=max_ecpu)
                    ],
                )
            ],
            lifecycle=lifecycle(protect=protect),
        )
        self.name = cache.name
        self.arn = cache.arn
        self.host = cache.endpoint.get(0).address
        self.user_name = self._users.user_name

    def allow_from(self, source: str, security_group_id: str) -> None:
        """Let members of another group connect. source: what it is, in one word."""
        self._security_group.allow_from(source, security_group_id)

    def grant_connect(self, role: Role) -> None:
        """Let `role` sign in as the cache's user."""
        role.allow(allow(["elasticache:Connect"], [self.arn, self._users.user_arn]))
