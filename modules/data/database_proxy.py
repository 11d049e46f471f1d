"""RDS Proxy in front of a database: many clients share few connections, and a failover takes seconds less.

Defines: the proxy, its security group, its role, its log group; the database lets it in.
Leaves to the caller: who gets in (`allow_from`); clients show the proxy the same user and password as the database.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.db_proxy import DbProxy, DbProxyAuth
from cdktf_cdktf_provider_aws.db_proxy_default_target_group import (
    DbProxyDefaultTargetGroup,
    DbProxyDefaultTargetGroupConnectionPoolConfig,
)
from cdktf_cdktf_provider_aws.db_proxy_target import DbProxyTarget
from constructs import Construct

from modules.data.aurora_cluster import AuroraCluster
from modules.data.database_instance import DatabaseInstance
from modules.data.store_security_group import StoreSecurityGroup
from modules.observability.log_group import LogGroup
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role

# The rest stays free for people and for RDS itself. Source: "Amazon RDS User Guide, RDS Proxy connection
# considerations, MaxConnectionsPercent".
CONNECTIONS_PERCENT = 90
IDLE_SECONDS = 1800
BORROW_SECONDS = 30


class DatabaseProxy(Construct):
    """Takes TLS alone; a client waits 30 s for a connection at the most."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        database: DatabaseInstance | AuroraCluster,
        role_name: str,
        log_retention_days: int,
        vpc_id: str,
        subnet_ids: list[str],
        key: KmsKey,
    ) -> None:
        super().__init__(scope, id_)
        engine = database.engine
        if engine.proxy_family is None:
            raise ValueError(
                f"{name}: RDS Proxy does not know {engine.name}. Connect to the database itself."
            )
        self.port = engine.port
        self._security_group = StoreSecurityGroup(
            self, "security-group", name=name, description="Database proxy", vpc_id=vpc_id, port=engine.port
        )
        database.allow_from("proxy", self._security_group.id)
        role = self._role(role_name, database)
        log_group = f"/aws/rds/proxy/{name}"
        key.allow_log_groups(log_group)
        logs = LogGroup(self, "log-group", name=log_group, retention_days=log_retention_days, key=key)
        proxy = DbProxy(
            self,
            "Default",
            name=name,
            engine_family=engine.proxy_family,
            role_arn=role.arn,
            require_tls=True,
            idle_client_timeout=IDLE_SECONDS,
            vpc_subnet_ids=subnet_ids,
            vpc_security_group_ids=[self._security_group.id],
            auth=[DbProxyAuth(auth_scheme="SECRETS", iam_auth="DISABLED", secret_arn=database.secret_arn)],
            depends_on=[logs.resource, *role.dependencies],
        )
        self._target(proxy, database)
        self.host = proxy.endpoint

    def allow_from(self, source: str, security_group_id: str) -> None:
        """Let members of another group connect. source: what it is, in one word."""
        self._security_group.allow_from(source, security_group_id)

    def _role(self, name: str, database: DatabaseInstance | AuroraCluster) -> Role:
        role = Role(
            self,
            "role",
            name=name,
            description="How RDS Proxy reads the password of the database",
            # RDS names no source when it takes the role on for a proxy (source: "Amazon RDS User Guide, Configuring
            # IAM policies for RDS Proxy"); nobody outside the account can pass it.
            trust=allow(["sts:AssumeRole"], [], principal={"Service": "rds.amazonaws.com"}),
        )
        database.grant_connect(role)
        return role

    def _target(self, proxy: DbProxy, database: DatabaseInstance | AuroraCluster) -> None:
        group = DbProxyDefaultTargetGroup(
            self,
            "target-group",
            db_proxy_name=proxy.name,
            connection_pool_config=DbProxyDefaultTargetGroupConnectionPoolConfig(
                max_connections_percent=CONNECTIONS_PERCENT, connection_borrow_timeout=BORROW_SECONDS
            ),
        )
        cluster = isinstance(database, AuroraCluster)
        DbProxyTarget(
            self,
            "target",
            db_proxy_name=proxy.name,
            target_group_name=group.name,
            db_cluster_identifier=database.identifier if cluster else None,
            db_instance_identifier=None if cluster else database.identifier,
        )
