"""RDS Proxies, how they share connections, and the database behind each.

moto changes no proxy: what is changed in place is changed in the state. And it fails where one is asked about a proxy
that is gone, so each is looked for first.
"""

from __future__ import annotations

from typing import Any

from yard.offline.handlers.base import Cloud, Values
from yard.offline.handlers.declaration import (
    Change,
    Declaration,
    Operation,
    always,
    creates,
    needs,
    reads,
)
from yard.offline.handlers.declarations.databases import TAGS
from yard.offline.handlers.requests import call

PROXY = {"DBProxyName": "db_proxy_name"}
TARGET = {**PROXY, "TargetGroupName": "target_group_name"}
TARGETS = {
    "DBClusterIdentifiers": "db_cluster_identifier",
    "DBInstanceIdentifiers": "db_instance_identifier",
}
FIND_PROXY = reads("describe_db_proxies", PROXY, "DBProxies[0]", ignored="arn endpoint")


def delete_proxy(cloud: Cloud, _prior: Values, state: Values) -> None:
    """Delete it if it is there."""
    rds = cloud.client("rds", state.get("region"))
    rds.describe_db_proxies(DBProxyName=state["name"])
    rds.delete_db_proxy(DBProxyName=state["name"])


def deregister(cloud: Cloud, _prior: Values, state: Values) -> None:
    """Take the database from the proxy, if that is there."""
    rds = cloud.client("rds", state.get("region"))
    rds.describe_db_proxies(DBProxyName=state["db_proxy_name"])
    call(rds, Operation("deregister_db_proxy_targets", {**TARGET, **TARGETS}), state)


def find_target(answer: Any, state: Values) -> Any:
    """The database among those behind the proxy."""
    named = ("rds_resource_id", "db_cluster_identifier", "db_instance_identifier")
    wanted = next((state[name] for name in named if state.get(name)), None)
    return next((one for one in answer["Targets"] if one["RdsResourceId"] == wanted), None)


def identifier(kind: str) -> Any:
    """The identifier of a database of that kind, None of another one."""
    return lambda seen: seen["RdsResourceId"] if seen["Type"] == kind else None


DB_PROXY = Declaration(
    service="rds",
    create=creates(
        "create_db_proxy", {"DBProxyName": "name"}, arn="DBProxy.DBProxyArn", endpoint="DBProxy.Endpoint"
    ),
    read=(
        reads(
            "describe_db_proxies",
            {"DBProxyName": "name"},
            "DBProxies[0]",
            name="DBProxyName",
            arn="DBProxyArn",
            filled="arn endpoint idle_client_timeout vpc_security_group_ids",
        ),
    ),
    delete=delete_proxy,
    id="{name}",
    defaults={"debug_logging": False, "idle_client_timeout": 1800, "require_tls": False},
    tags=TAGS,
)

_SHARE = Operation(
    "modify_db_proxy_target_group",
    {
        **PROXY,
        "TargetGroupName": always("default"),
        "ConnectionPoolConfig": lambda values: values.get("connection_pool_config") or {},
    },
)
DEFAULT_TARGET_GROUP = Declaration(
    service="rds",
    create=_SHARE,
    read=(
        FIND_PROXY,
        needs(
            reads(
                "describe_db_proxy_target_groups",
                PROXY,
                "TargetGroups[?IsDefault] | [0]",
                arn="TargetGroupArn",
                name="TargetGroupName",
                filled="arn name connection_pool_config",
            )
        ),
    ),
    changes=(Change(frozenset({"connection_pool_config"}), _SHARE),),
    delete=None,  # a proxy is never without it
    id="{db_proxy_name}",
)

PROXY_TARGET = Declaration(
    service="rds",
    create=Operation(
        "register_db_proxy_targets",
        {**TARGET, **TARGETS},
        result={"rds_resource_id": "DBProxyTargets[0].RdsResourceId", "type": "DBProxyTargets[0].Type"},
    ),
    read=(
        FIND_PROXY,
        needs(
            reads(
                "describe_db_proxy_targets",
                TARGET,
                find_target,
                db_cluster_identifier=identifier("TRACKED_CLUSTER"),
                db_instance_identifier=identifier("RDS_INSTANCE"),
                port="Port",
                filled="port",
            )
        ),
    ),
    delete=deregister,
    id="{db_proxy_name}/{target_group_name}/{type}/{rds_resource_id}",
)

DECLARATIONS = {
    "aws_db_proxy": DB_PROXY,
    "aws_db_proxy_default_target_group": DEFAULT_TARGET_GROUP,
    "aws_db_proxy_target": PROXY_TARGET,
}
