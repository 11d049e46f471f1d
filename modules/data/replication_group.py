"""ElastiCache replication group: a primary and replicas of one node type, one of which takes over when it fails.

Defines: the group, its subnet group, its security group, its user.
Leaves to the caller: who gets in (`allow_from`, `grant_connect`).
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.elasticache_replication_group import ElasticacheReplicationGroup
from cdktf_cdktf_provider_aws.elasticache_subnet_group import ElasticacheSubnetGroup
from constructs import Construct

from modules.data.cache_users import CacheEngine, CacheUsers
from modules.data.serverless_cache import PORT
from modules.data.store_security_group import StoreSecurityGroup
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role

# Source: "Amazon ElastiCache User Guide, Supported engines and versions"; IAM needs Redis OSS 7 or Valkey.
VERSIONS = {"valkey": "8.0", "redis": "7.1"}


class ReplicationGroup(Construct):
    """Takes TLS alone, in one shard: clients need know nothing of clusters."""

    mode = "replicas"

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        engine: CacheEngine,
        user_name: str,
        default_user_id: str,
        node_type: str,
        nodes: int,
        snapshot_days: int,
        vpc_id: str,
        subnet_ids: list[str],
        key: KmsKey,
        protect: bool,
    ) -> None:
        """name: 40 characters at the most. nodes: 1 to 6, the primary included; from 2 on in several zones.

        snapshot_days: a daily snapshot is kept so long; 0 takes none.
        protect: Terraform refuses to destroy it, and a last snapshot stays.
        """
        super().__init__(scope, id_)
        if not 1 <= nodes <= 6:
            raise ValueError(f"{name}: {nodes} nodes. Use 1 to 6, the primary included.")
        self._key = key
        self.port = PORT
        self._security_group = StoreSecurityGroup(
            self, "security-group", name=name, description="Cache", vpc_id=vpc_id, port=PORT
        )
        self._users = CacheUsers(
            self, "users", engine=engine, user_name=user_name, default_user_id=default_user_id
        )
        subnets = ElasticacheSubnetGroup(
            self, "subnets", name=name, description="Isolated subnets", subnet_ids=subnet_ids
        )
        group = ElasticacheReplicationGroup(
            self,
            "Default",
            replication_group_id=name,
            description="Cache of a service",
            engine=engine,
            engine_version=VERSIONS[engine],
            node_type=node_type,
            num_cache_clusters=nodes,
            automatic_failover_enabled=nodes > 1,
            multi_az_enabled=nodes > 1,
            port=PORT,
            subnet_group_name=subnets.name,
            security_group_ids=[self._security_group.id],
            kms_key_id=key.arn,
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            user_group_ids=[self._users.group_id],
            snapshot_retention_limit=snapshot_days,
            final_snapshot_identifier=f"{name}-final" if protect else None,
            auto_minor_version_upgrade="true",
            apply_immediately=not protect,
            lifecycle=lifecycle(protect=protect),
        )
        # The bindings take text, which policies do not read as yes; Terraform takes both.
        group.add_override("at_rest_encryption_enabled", True)
        self.name = group.replication_group_id
        self.arn = group.arn
        self.host = group.primary_endpoint_address
        self.reader_host = group.reader_endpoint_address
        self.user_name = self._users.user_name

    def allow_from(self, source: str, security_group_id: str) -> None:
        """Let members of another group connect. source: what it is, in one word."""
        self._security_group.allow_from(source, security_group_id)

    def grant_connect(self, role: Role) -> None:
        """Let `role` sign in as the cache's user."""
        role.allow(allow(["elasticache:Connect"], [self.arn, self._users.user_arn]))
