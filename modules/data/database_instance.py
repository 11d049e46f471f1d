"""RDS database in one instance, with a standby in another zone by choice.

Defines: the instance, its subnet group and security group, its settings, its logs and monitoring. RDS makes the master
user's password, keeps it in Secrets Manager under our key and rotates it: no plan and no state ever has it.
Leaves to the caller: who gets in (`allow_from`, `grant_connect`), RDS Proxy.
"""

from __future__ import annotations

from cdktf_cdktf_provider_aws.db_instance import DbInstance
from cdktf_cdktf_provider_aws.db_subnet_group import DbSubnetGroup
from constructs import Construct

from modules.data.database_engines import DatabaseEngine
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

MASTER_USERNAME = "dbadmin"  # a name that every engine takes; admin, postgres and sa are taken


class DatabaseInstance(Construct):
    """Takes TLS alone, from those that were let in; storage grows by itself up to `max_storage_gib`."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        engine: DatabaseEngine,
        database_name: str,
        instance_class: str,
        storage_gib: int,
        max_storage_gib: int,
        multi_az: bool,
        backup_days: int,
        log_retention_days: int,
        monitoring_role_name: str,
        vpc_id: str,
        subnet_ids: list[str],
        key: KmsKey,
        protect: bool,
    ) -> None:
        """name: the instance's identifier. database_name: of the database in it; SQL Server makes none.

        backup_days: point-in-time recovery reaches so far back, 1 to 35.
        protect: AWS and Terraform refuse to delete it, and its backups outlive it; changes wait for the maintenance
        window, where they are made at once otherwise.
        """
        super().__init__(scope, id_)
        if engine.cluster:
            raise ValueError(f"{name}: {engine.name} is a cluster. Use AuroraCluster.")
        if not 1 <= backup_days <= 35:
            raise ValueError(f"{name}: backup_days is {backup_days}. Use 1 to 35.")
        self._key = key
        self.engine = engine
        self.port = engine.port
        group = StoreSecurityGroup(
            self, "security-group", name=name, description="Database", vpc_id=vpc_id, port=engine.port
        )
        self._security_group = group
        settings = DatabaseParameters(
            self, "parameters", name=name, engine=engine, security_group_id=group.id
        )
        subnets = DbSubnetGroup(
            self, "subnets", name=name, description="Isolated subnets", subnet_ids=subnet_ids
        )
        watch = DatabaseWatch(
            self,
            "watch",
            log_prefix=f"/aws/rds/instance/{name}",
            log_exports=engine.log_exports,
            retention_days=log_retention_days,
            monitored=name,
            role_name=monitoring_role_name,
            key=key,
        )
        watched = engine.watches(instance_class)
        self._instance = DbInstance(
            self,
            "Default",
            identifier=name,
            engine=engine.name,
            engine_version=engine.version,
            license_model=engine.license_model,
            instance_class=instance_class,
            storage_type="gp3",
            allocated_storage=storage_gib,
            max_allocated_storage=max_storage_gib,
            storage_encrypted=True,
            kms_key_id=key.arn,
            db_name=database_name if engine.named else None,
            username=MASTER_USERNAME,
            manage_master_user_password=True,
            master_user_secret_kms_key_id=key.arn,
            iam_database_authentication_enabled=engine.iam_authentication or None,
            port=engine.listener_port or engine.port,
            db_subnet_group_name=subnets.name,
            vpc_security_group_ids=[group.id],
            publicly_accessible=False,
            multi_az=multi_az,
            parameter_group_name=settings.parameter_group_name,
            option_group_name=settings.option_group_name,
            backup_retention_period=backup_days,
            copy_tags_to_snapshot=True,
            delete_automated_backups=not protect,
            deletion_protection=protect,
            skip_final_snapshot=not protect,
            final_snapshot_identifier=f"{name}-final" if protect else None,
            # The version is chosen by hand: whoever writes another one down means it.
            allow_major_version_upgrade=True,
            auto_minor_version_upgrade=True,
            apply_immediately=not protect,
            enabled_cloudwatch_logs_exports=list(engine.log_exports),
            monitoring_interval=MONITORING_INTERVAL_SECONDS,
            monitoring_role_arn=watch.role_arn,
            performance_insights_enabled=watched,
            performance_insights_kms_key_id=key.arn if watched else None,
            performance_insights_retention_period=PERFORMANCE_INSIGHTS_DAYS if watched else None,
            lifecycle=lifecycle(protect=protect),
            depends_on=watch.dependencies,
        )
        self.identifier = self._instance.identifier
        self.host = self._instance.address
        self.secret_arn = self._instance.master_user_secret.get(0).secret_arn

    def allow_from(self, source: str, security_group_id: str) -> None:
        """Let members of another group connect. source: what it is, in one word."""
        self._security_group.allow_from(source, security_group_id)

    def grant_connect(self, role: Role) -> None:
        """Let `role` read the user and the password that it connects with."""
        role.allow(allow(["secretsmanager:GetSecretValue"], [self.secret_arn]))
        self._key.grant_decrypt(role, via="secretsmanager")
