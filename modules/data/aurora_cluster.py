"""Aurora cluster: one writer, readers that take over when it fails, storage that grows by itself.

Defines: the cluster and its instances, subnet group, security group, settings, logs and monitoring. RDS makes the
master user's password, keeps it in Secrets Manager under our key and rotates it.
Leaves to the caller: who gets in (`allow_from`, `grant_connect`), RDS Proxy.
"""

from __future__ import annotations

from collections.abc import Sequence

from cdktf_cdktf_provider_aws.db_subnet_group import DbSubnetGroup
from cdktf_cdktf_provider_aws.rds_cluster import RdsCluster, RdsClusterServerlessv2ScalingConfiguration
from cdktf_cdktf_provider_aws.rds_cluster_instance import RdsClusterInstance
from constructs import Construct

from modules.data.database_engines import DatabaseEngine
from modules.data.database_instance import MASTER_USERNAME
from modules.data.database_parameters import DatabaseParameters
from modules.data.database_watch import (
    MONITORING_INTERVAL_SECONDS,
    PERFORMANCE_INSIGHTS_DAYS,
    DatabaseWatch,
)
from modules.data.store_security_group import StoreSecurityGroup
from modules.protection import lifecycle
from modules.security.kms_key import KmsKey
from modules.security.policy_document import allow
from modules.security.role import Role

SERVERLESS = "db.serverless"
# An idle cluster pauses after so long. Source: "Amazon Aurora User Guide, Scaling to Zero ACUs with automatic pause".
IDLE_SECONDS = 300


class AuroraCluster(Construct):
    """Takes TLS alone, from those that were let in; serverless unless instances are of a class."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        engine: DatabaseEngine,
        database_name: str,
        instance_names: Sequence[str],
        instance_class: str = SERVERLESS,
        capacity: tuple[float, float] | None = None,
        backup_days: int,
        log_retention_days: int,
        monitoring_role_name: str,
        vpc_id: str,
        subnet_ids: list[str],
        key: KmsKey,
        protect: bool,
    ) -> None:
        """name: the cluster's identifier. instance_names: the instances', which begin with it; the first writes first.

        capacity: least and most Aurora capacity units of a serverless cluster; with 0 it pauses when nothing is
        connected. backup_days: point-in-time recovery reaches so far back, 1 to 35.
        protect: AWS and Terraform refuse to delete it, and its backups outlive it.
        """
        super().__init__(scope, id_)
        if not engine.cluster:
            raise ValueError(f"{name}: {engine.name} is no Aurora. Use DatabaseInstance.")
        if (capacity is None) != (instance_class != SERVERLESS):
            raise ValueError(f"{name}: give capacity to a serverless cluster, and to no other.")
        self._key = key
        self._name, self._instance_class, self._protect = name, instance_class, protect
        self.engine = engine
        self.port = engine.port
        self._security_group = StoreSecurityGroup(
            self, "security-group", name=name, description="Database", vpc_id=vpc_id, port=engine.port
        )
        watch = DatabaseWatch(
            self,
            "watch",
            log_prefix=f"/aws/rds/cluster/{name}",
            log_exports=engine.log_exports,
            retention_days=log_retention_days,
            monitored=f"{name}-*",
            role_name=monitoring_role_name,
            key=key,
        )
        self._cluster = self._make(database_name, capacity, backup_days, subnet_ids, watch)
        for number, instance_name in enumerate(instance_names):
            self._instance(number, instance_name, watch)
        self.identifier = self._cluster.cluster_identifier
        self.host = self._cluster.endpoint
        self.reader_host = self._cluster.reader_endpoint
        self.secret_arn = self._cluster.master_user_secret.get(0).secret_arn

    def allow_from(self, source: str, security_group_id: str) -> None:
        """Let members of another group connect. source: what it is, in one word."""
        self._security_group.allow_from(source, security_group_id)

    def grant_connect(self, role: Role) -> None:
        """Let `role` read the user and the password that it connects with."""
        role.allow(allow(["secretsmanager:GetSecretValue"], [self.secret_arn]))
        self._key.grant_decrypt(role, via="secretsmanager")

    def _make(
        self,
        database_name: str,
        capacity: tuple[float, float] | None,
        backup_days: int,
        subnet_ids: list[str],
        watch: DatabaseWatch,
    ) -> RdsCluster:
        name, engine, key, protect = self._name, self.engine, self._key, self._protect
        settings = DatabaseParameters(
            self, "parameters", name=name, engine=engine, security_group_id=self._security_group.id
        )
        subnets = DbSubnetGroup(
            self, "subnets", name=name, description="Isolated subnets", subnet_ids=subnet_ids
        )
        return RdsCluster(
            self,
            "Default",
            cluster_identifier=name,
            engine=engine.name,
            engine_version=engine.version,
            database_name=database_name,
            master_username=MASTER_USERNAME,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=key.arn,
            iam_database_authentication_enabled=True,
            port=engine.port,
            db_subnet_group_name=subnets.name,
            vpc_security_group_ids=[self._security_group.id],
            db_cluster_parameter_group_name=settings.parameter_group_name,
            serverlessv2_scaling_configuration=_scaling(capacity) if capacity else None,
            storage_encrypted=True,
            kms_key_id=key.arn,
            backup_retention_period=backup_days,
            copy_tags_to_snapshot=True,
            delete_automated_backups=not protect,
            deletion_protection=protect,
            skip_final_snapshot=not protect,
            final_snapshot_identifier=f"{name}-final" if protect else None,
            allow_major_version_upgrade=True,
            apply_immediately=not protect,
            enabled_cloudwatch_logs_exports=list(engine.log_exports),
            lifecycle=lifecycle(protect=protect),
            depends_on=watch.dependencies,
        )

    def _instance(self, number: int, name: str, watch: DatabaseWatch) -> None:
        watched = self.engine.watches(self._instance_class)
        RdsClusterInstance(
            self,
            f"instance-{number + 1}",
            identifier=name,
            cluster_identifier=self._cluster.cluster_identifier,
            engine=self.engine.name,
            instance_class=self._instance_class,
            db_subnet_group_name=self._cluster.db_subnet_group_name,
            publicly_accessible=False,
            # The writer and the first reader are of one size: a reader of a higher tier may be smaller
            # (source: "Amazon Aurora User Guide, Aurora Serverless v2: choosing the promotion tier").
            promotion_tier=min(number, 1),
            auto_minor_version_upgrade=True,
            apply_immediately=not self._protect,
            copy_tags_to_snapshot=True,
            monitoring_interval=MONITORING_INTERVAL_SECONDS,
            monitoring_role_arn=watch.role_arn,
            performance_insights_enabled=watched,
            performance_insights_kms_key_id=self._key.arn if watched else None,
            performance_insights_retention_period=PERFORMANCE_INSIGHTS_DAYS if watched else None,
        )


def _scaling(capacity: tuple[float, float]) -> RdsClusterServerlessv2ScalingConfiguration:
    least, most = capacity
    return RdsClusterServerlessv2ScalingConfiguration(
        min_capacity=least, max_capacity=most, seconds_until_auto_pause=None if least else IDLE_SECONDS
    )
