from __future__ import annotations

import pytest
from cdktf import TerraformStack

from modules.data.database_engines import database_engine
from modules.data.database_parameters import DatabaseParameters
from tests.modules.synthesised import Resources, synthesise
from yard.config.database_engines import ENGINES

GROUPS = ("aws_db_parameter_group", "aws_rds_cluster_parameter_group", "aws_db_option_group")


def parameters(engine: str, version: str | None = None) -> Resources:
    choices = ENGINES[engine]  # type: ignore[index]  # from a test's table

    def build(stack: TerraformStack) -> None:
        DatabaseParameters(
            stack,
            "parameters",
            name="dev-orders",
            engine=database_engine(engine, version or choices.version, next(iter(choices.editions), None)),
            security_group_id="sg-door",
        )

    return synthesise(build)


@pytest.mark.parametrize("engine", ENGINES)
def test_a_group_is_of_the_cluster_where_there_is_one(engine: str) -> None:
    made = parameters(engine)

    of_cluster = engine.startswith("aurora")
    assert bool(made.all("aws_rds_cluster_parameter_group")) == of_cluster
    assert bool(made.all("aws_db_parameter_group")) != of_cluster


@pytest.mark.parametrize("engine", ENGINES)
def test_a_new_major_version_gets_its_groups_before_the_old_ones_go(engine: str) -> None:
    made = [group for kind in GROUPS for group in parameters(engine).all(kind).values()]

    assert all(group["lifecycle"]["create_before_destroy"] for group in made)
    names = {(engine, version): name_of(engine, version) for version in ENGINES[engine].versions}  # type: ignore[index]
    assert len(set(names.values())) == len(names)


def name_of(engine: str, version: str) -> str:
    made = parameters(engine, version)
    (group,) = (group for kind in GROUPS[:2] for group in made.all(kind).values())
    name: str = group["name"]
    return name


@pytest.mark.parametrize("engine", ENGINES)
def test_its_name_is_one_that_rds_takes(engine: str) -> None:
    # Source: "Amazon RDS API Reference, CreateDBParameterGroup": letters, numbers and hyphens.
    assert name_of(engine, ENGINES[engine].version).replace("-", "").isalnum()  # type: ignore[index]


@pytest.mark.parametrize("engine", ["postgres", "aurora-postgresql"])
def test_plain_connections_are_refused(engine: str) -> None:
    made = parameters(engine)

    (group,) = (group for kind in GROUPS[:2] for group in made.all(kind).values())
    assert ("rds.force_ssl", "1") in {(one["name"], one["value"]) for one in group["parameter"]}


def test_oracles_tls_is_an_option_with_a_port_that_only_the_door_opens() -> None:
    group = parameters("oracle").only("aws_db_option_group")

    (option,) = group["option"]
    assert (option["option_name"], option["port"]) == ("SSL", 2484)
    assert option["vpc_security_group_memberships"] == ["sg-door"]
    assert {"name": "SQLNET.SSL_VERSION", "value": "1.2"} in option["option_settings"]


def test_who_needs_no_option_has_no_option_group() -> None:
    assert not parameters("postgres").all("aws_db_option_group")
