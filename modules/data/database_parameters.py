"""Settings of a database: parameter group, and option group where the engine keeps TLS in one.

Defines: the groups, named after the family, so that a new major version gets new ones before the old ones go.
Leaves to the caller: the database.
"""

from __future__ import annotations

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.db_option_group import (
    DbOptionGroup,
    DbOptionGroupOption,
    DbOptionGroupOptionOptionSettings,
)
from cdktf_cdktf_provider_aws.db_parameter_group import DbParameterGroup, DbParameterGroupParameter
from cdktf_cdktf_provider_aws.rds_cluster_parameter_group import (
    RdsClusterParameterGroup,
    RdsClusterParameterGroupParameter,
)
from constructs import Construct

from modules.data.database_engines import DatabaseEngine

NEW_ONE_FIRST = TerraformResourceLifecycle(create_before_destroy=True)


class DatabaseParameters(Construct):
    """`parameter_group_name`, and `option_group_name`, None where the engine needs none."""

    def __init__(
        self, scope: Construct, id_: str, *, name: str, engine: DatabaseEngine, security_group_id: str
    ) -> None:
        """name: of the database. security_group_id: what an option with a port of its own lets in."""
        super().__init__(scope, id_)
        group_name = f"{name}-{engine.family.replace('.', '-')}"
        make = self._of_cluster if engine.cluster else self._of_instance
        self.parameter_group_name = make(group_name, engine)
        self.option_group_name = (
            self._options(group_name, engine, security_group_id) if engine.options else None
        )

    def _of_instance(self, name: str, engine: DatabaseEngine) -> str:
        return DbParameterGroup(
            self,
            "Default",
            name=name,
            description=f"TLS and logs of {engine.name}",
            family=engine.family,
            parameter=[
                DbParameterGroupParameter(name=one.name, value=one.value, apply_method=one.apply)
                for one in engine.parameters
            ]
            or None,
            lifecycle=NEW_ONE_FIRST,
        ).name

    def _of_cluster(self, name: str, engine: DatabaseEngine) -> str:
        return RdsClusterParameterGroup(
            self,
            "Default",
            name=name,
            description=f"TLS and logs of {engine.name}",
            family=engine.family,
            parameter=[
                RdsClusterParameterGroupParameter(name=one.name, value=one.value, apply_method=one.apply)
                for one in engine.parameters
            ],
            lifecycle=NEW_ONE_FIRST,
        ).name

    def _options(self, name: str, engine: DatabaseEngine, security_group_id: str) -> str:
        return DbOptionGroup(
            self,
            "options",
            name=name,
            option_group_description=f"TLS of {engine.name}",
            engine_name=engine.name,
            major_engine_version=engine.version,
            option=[
                DbOptionGroupOption(
                    option_name=option,
                    port=engine.port,
                    vpc_security_group_memberships=[security_group_id],
                    option_settings=[
                        DbOptionGroupOptionOptionSettings(name=setting, value=value)
                        for setting, value in settings.items()
                    ],
                )
                for option, settings in engine.options.items()
            ],
            lifecycle=NEW_ONE_FIRST,
        ).name
