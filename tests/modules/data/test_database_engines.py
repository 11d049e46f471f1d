from __future__ import annotations

import pytest

from modules.data.database_engines import DatabaseEngine, database_engine
from yard.config.database_engines import ENGINES

EVERY: list[tuple[str, str, str | None]] = [
    (engine, version, edition)
    for engine, choices in ENGINES.items()
    for version in choices.versions
    for edition in (choices.editions or (None,))
]
# Source: "Amazon RDS API Reference, CreateDBParameterGroup, DBParameterGroupFamily".
FAMILIES = {
    ("postgres", "17", None): "postgres17",
    ("mysql", "8.4", None): "mysql8.4",
    ("mariadb", "11.4", None): "mariadb11.4",
    ("aurora-postgresql", "17", None): "aurora-postgresql17",
    ("aurora-mysql", "8.0", None): "aurora-mysql8.0",
    ("oracle", "19", "standard"): "oracle-se2-19",
    ("oracle", "19", "enterprise"): "oracle-ee-19",
    ("sqlserver", "16.00", "standard"): "sqlserver-se-16.0",
    ("sqlserver", "15.00", "express"): "sqlserver-ex-15.0",
}


def facts(engine: str) -> DatabaseEngine:
    choices = ENGINES[engine]  # type: ignore[index]  # from a test's table
    return database_engine(engine, choices.version, next(iter(choices.editions), None))


@pytest.mark.parametrize(("engine", "version", "edition"), EVERY)
def test_whatever_a_manifest_may_choose_has_facts(engine: str, version: str, edition: str | None) -> None:
    made = database_engine(engine, version, edition)

    assert made.version == version
    assert made.log_exports


@pytest.mark.parametrize(("choice", "family"), FAMILIES.items())
def test_the_family_of_the_parameter_group_is_aws_own(
    choice: tuple[str, str, str | None], family: str
) -> None:
    assert database_engine(*choice).family == family


@pytest.mark.parametrize("engine", ENGINES)
def test_every_engine_refuses_plain_connections(engine: str) -> None:
    made = facts(engine)

    forced = {(one.name, one.value) for one in made.parameters}
    if engine == "oracle":
        assert made.options["SSL"]["SQLNET.SSL_VERSION"] == "1.2"
        assert made.port != made.listener_port
    else:
        assert forced & {
            ("rds.force_ssl", "1"),
            ("require_secure_transport", "1"),
            ("require_secure_transport", "ON"),
        }


@pytest.mark.parametrize("engine", ENGINES)
def test_manifest_and_module_agree_about_rds_proxy_and_aurora(engine: str) -> None:
    choices = ENGINES[engine]  # type: ignore[index]  # from a test's table

    assert (facts(engine).proxy_family is not None) == choices.proxy
    assert facts(engine).cluster == choices.serverless


def test_people_may_come_with_iam_where_the_engine_knows_it() -> None:
    assert {engine for engine in ENGINES if not facts(engine).iam_authentication} == {"oracle", "sqlserver"}


def test_performance_insights_is_left_out_where_the_class_is_too_small() -> None:
    assert not facts("mysql").watches("db.t4g.micro")
    assert facts("mysql").watches("db.t4g.medium")
    assert facts("postgres").watches("db.t4g.micro")
    assert not facts("aurora-mysql").watches("db.t4g.medium")
    assert facts("aurora-mysql").watches("db.serverless")


def test_another_engine_is_refused() -> None:
    with pytest.raises(ValueError, match=r"db2, edition None: RDS has no such engine\."):
        database_engine("db2", "11.5")
