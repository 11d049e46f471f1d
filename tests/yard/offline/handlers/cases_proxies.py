"""What stands beside a database: option groups, proxies, and what a proxy leads to."""

from __future__ import annotations

from typing import Any

from tests.yard.offline.handlers.case import Case
from tests.yard.offline.handlers.world import World
from yard.offline.handlers import Values

SSL = {
    "option_name": "SSL",
    "port": 2484,
    "option_settings": [{"name": "SQLNET.SSL_VERSION", "value": "1.2"}],
}
AGENT = {"option_name": "OEM_AGENT"}


def options(world: World) -> Values:
    return {
        "name": world.name("options"),
        "option_group_description": "TLS of oracle-se2",
        "engine_name": "oracle-se2",
        "major_engine_version": "19",
        "option": [{**SSL, "vpc_security_group_memberships": [world.security_group()]}],
    }


def see_options(world: World, state: Values) -> Any:
    (found,) = world.aws("rds").describe_option_groups(OptionGroupName=state["name"])["OptionGroupsList"]
    return {
        one["OptionName"]: {setting["Name"]: setting["Value"] for setting in one["OptionSettings"]}
        for one in found["Options"]
    }


def proxy(world: World) -> Values:
    return {
        "name": world.name("proxy"),
        "engine_family": "POSTGRESQL",
        "role_arn": "arn:aws:iam::111111111111:role/proxy",
        "require_tls": True,
        "idle_client_timeout": 900,
        "vpc_subnet_ids": world.subnets,
        "vpc_security_group_ids": [world.security_group()],
        "auth": [
            {
                "auth_scheme": "SECRETS",
                "iam_auth": "DISABLED",
                "secret_arn": "arn:aws:secretsmanager:eu-west-1:111111111111:secret:database",
            }
        ],
    }


def see_proxy(world: World, state: Values) -> Any:
    (found,) = world.aws("rds").describe_db_proxies(DBProxyName=state["name"])["DBProxies"]
    return found["RequireTLS"], found["IdleClientTimeout"], found["Endpoint"] == state["endpoint"]


def made_proxy(world: World) -> str:
    return str(world.life.create("aws_db_proxy", **proxy(world))["name"])


def share(world: World) -> Values:
    pool = {
        "max_connections_percent": 90,
        "connection_borrow_timeout": 30,
        "max_idle_connections_percent": 40,
    }
    return {"db_proxy_name": made_proxy(world), "connection_pool_config": [pool]}


def see_share(world: World, state: Values) -> Any:
    (found,) = world.aws("rds").describe_db_proxy_target_groups(DBProxyName=state["db_proxy_name"])[
        "TargetGroups"
    ]
    pool = found["ConnectionPoolConfig"]
    return pool["MaxConnectionsPercent"], pool["ConnectionBorrowTimeout"], pool["MaxIdleConnectionsPercent"]


def target(world: World) -> Values:
    database = world.life.create(
        "aws_db_instance",
        identifier=world.name("database"),
        engine="postgres",
        instance_class="db.t4g.micro",
        allocated_storage=20,
        username="dbadmin",
        manage_master_user_password=True,
        skip_final_snapshot=True,
    )
    return {
        "db_proxy_name": made_proxy(world),
        "target_group_name": "default",
        "db_instance_identifier": database["identifier"],
    }


def see_target(world: World, state: Values) -> Any:
    (found,) = world.aws("rds").describe_db_proxy_targets(DBProxyName=state["db_proxy_name"])["Targets"]
    return found["Type"], found["RdsResourceId"] == state["db_instance_identifier"]


CASES = {
    "aws_db_option_group": Case(
        options,
        see_options,
        {"SSL": {"SQLNET.SSL_VERSION": "1.2"}},
        {"option": [AGENT]},
        {"OEM_AGENT": {}},
    ),
    "aws_db_proxy": Case(proxy, see_proxy, (True, 900, True)),
    "aws_db_proxy_default_target_group": Case(
        share,
        see_share,
        (90, 30, 40),
        {
            "connection_pool_config": [
                {
                    "max_connections_percent": 80,
                    "connection_borrow_timeout": 60,
                    "max_idle_connections_percent": 20,
                }
            ]
        },
        (80, 60, 20),
        stays=True,
    ),
    "aws_db_proxy_target": Case(target, see_target, ("RDS_INSTANCE", True)),
}
