from __future__ import annotations

from typing import Any

import pytest

from yard.config import InputError, Service
from yard.config.database_engines import ENGINES

PLACE = "apps/orders/service.yaml:3 data.database"
REFUSED: list[tuple[str, str]] = [
    (
        'engine: postgres, version: "9.6"',
        ".version: 9.6 of postgres is not offered. Use 14, 15, 16, 17 or 18.",
    ),
    ("engine: postgres, version: 17", '.version: 17 is a number, not text. Put it in quotes: "17".'),
    ('engine: aurora-mysql, version: "5.7"', ".version: 5.7 of aurora-mysql is not offered. Use 8.0."),
    ("engine: mysql, edition: standard", ".edition: mysql has no editions. Take it out."),
    (
        "engine: oracle, edition: express",
        ".edition: oracle has no edition express on RDS. Use standard or enterprise.",
    ),
    ("engine: oracle, proxy: true", ".proxy: RDS Proxy does not know oracle. Take it out."),
    ("engine: mysql, storage_gib: 5", ".storage_gib: 5 GiB is not what mysql takes. Use 20 to 65536."),
    (
        "engine: sqlserver, storage_gib: 20000",
        ".storage_gib: 20000 GiB is not what sqlserver takes. Use 20 to 16384.",
    ),
    ("engine: aurora-mysql, storage_gib: 50", ".storage_gib: Aurora's storage grows by itself. Take it out."),
    (
        "engine: mysql, storage_gib: 100, max_storage_gib: 105",
        ".max_storage_gib: 105 is not 10 % more than storage_gib 100. Use 110 or more.",
    ),
    (
        "engine: mysql, max_storage_gib: 100",
        ".max_storage_gib: means nothing without storage_gib. Add storage_gib.",
    ),
    (
        "engine: postgres, serverless: {min_acu: 0, max_acu: 2}",
        ".serverless: postgres is not Aurora. Use instance_class, or engine aurora-postgresql or aurora-mysql.",
    ),
    (
        "engine: aurora-mysql, serverless: {min_acu: 0, max_acu: 2}, instance_class: db.r7g.large",
        ".serverless: does not go with instance_class. Take one of the two out.",
    ),
    (
        "engine: aurora-mysql, serverless: {min_acu: 8, max_acu: 2}",
        ".serverless.min_acu: 8 is more than max_acu 2. Lower min_acu, or raise max_acu.",
    ),
    (
        "engine: aurora-mysql, serverless: {min_acu: 0.7, max_acu: 2}",
        ".serverless.min_acu: 0.7 is not in steps of 0.5. Use 0.5 or 1.0.",
    ),
    (
        "engine: postgres, instance_class: db.serverless",
        ".instance_class: db.serverless is for Aurora alone. Use a class such as db.m7g.large.",
    ),
    (
        "engine: oracle, instance_class: db.m7g.large",
        ".instance_class: db.m7g.large has a Graviton processor, and oracle does not run on it."
        " Use a class such as db.m6i.large.",
    ),
    (
        "engine: aurora-mysql, instance_class: db.m7g.large",
        ".instance_class: db.m7g.large is no class of Aurora. Use one that begins with db.r, db.x or db.t,"
        " such as db.r7g.large.",
    ),
    (
        "engine: sqlserver, instance_class: db.t3.medium",
        ".instance_class: db.t3.medium is too small for the edition standard."
        " Use db.t3.xlarge, db.m6i.large or larger.",
    ),
    (
        "engine: postgres, instance_class: m7g.large",
        ".instance_class: m7g.large does not fit. Use a DB instance class, for example db.m7g.large.",
    ),
    ("engine: postgres, name: order", ".name: order is a word of SQL or of an engine. Use another name."),
    (
        "engine: oracle, name: warehouses",
        ".name: warehouses has 10 characters, and oracle takes 8. Use a shorter name.",
    ),
    (
        "engine: oracle, name: my_shop",
        ".name: my_shop has an underscore, and oracle takes letters and digits alone. Leave it out.",
    ),
    (
        "engine: db2",
        ".engine: db2 is not allowed."
        " Use postgres, mysql, mariadb, aurora-postgresql, aurora-mysql, oracle or sqlserver.",
    ),
]


@pytest.mark.parametrize(("text", "problem"), REFUSED, ids=[text for text, _ in REFUSED])
def test_what_rds_would_refuse_is_told_before_any_plan(repository: Any, text: str, problem: str) -> None:
    repository.write(
        "apps/orders/service.yaml", f"name: orders\nteam: sales\ndata: {{database: {{{text}}}}}\n"
    )

    with pytest.raises(InputError) as caught:
        repository.services()

    assert caught.value.problems == [PLACE + problem]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_engine_alone_is_enough(engine: str) -> None:
    service = Service.model_validate(
        {"name": "orders", "team": "sales", "data": {"database": {"engine": engine}}}
    )

    assert service.data.database is not None
    assert service.data.database.choices.version in service.data.database.choices.versions


@pytest.mark.parametrize(
    ("engine", "service", "name"),
    [
        ("postgres", "order-desk", "order_desk"),
        ("postgres", "order", "order_db"),
        ("oracle", "order-desk", "ORCL"),
        ("sqlserver", "table", "table_db"),
    ],
)
def test_a_database_is_named_after_its_service_unless_the_engine_minds(
    engine: str, service: str, name: str
) -> None:
    made = Service.model_validate(
        {"name": service, "team": "sales", "data": {"database": {"engine": engine}}}
    )

    assert made.data.database is not None
    assert made.data.database.name_for(service) == name


def test_the_variables_of_a_database_are_taken(repository: Any) -> None:
    repository.write(
        "apps/orders/service.yaml",
        "name: orders\nteam: sales\ndata: {database: {engine: mysql}}\nenvironment: {DATABASE_HOST: mine}\n",
    )

    with pytest.raises(InputError) as caught:
        repository.services()

    assert caught.value.problems == [
        "apps/orders/service.yaml:4 environment.DATABASE_HOST: DATABASE_HOST is set by data.database already."
        " Use another name."
    ]
