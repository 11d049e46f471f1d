"""What RDS offers and refuses for each engine, as far as a manifest can say it.

Versions: those in standard support in late 2026 (sources: "Amazon RDS for PostgreSQL / MySQL / MariaDB release
calendar", "Aurora versions"). A version without its last part follows AWS's minor releases by itself.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Engine = Literal["postgres", "mysql", "mariadb", "aurora-postgresql", "aurora-mysql", "oracle", "sqlserver"]
Edition = Literal["express", "web", "standard", "enterprise"]

TERABYTES_64 = 65536


@dataclass(frozen=True)
class EngineChoices:
    """What a manifest may choose.

    versions: the default is `version`. editions: the first is the default; none where the engine has none.
    storage_gib: least and most of gp3; None where storage grows by itself. proxy: whether RDS Proxy knows the engine.
    serverless: whether it is Aurora. longest_name: characters of the database's name. graviton: whether it runs on it.
    """

    versions: tuple[str, ...]
    version: str
    editions: tuple[Edition, ...] = ()
    storage_gib: tuple[int, int] | None = (20, TERABYTES_64)
    proxy: bool = True
    serverless: bool = False
    longest_name: int = 63
    graviton: bool = True


# Sources: "Amazon RDS User Guide, DB instance storage" (gp3 from 20 GiB; SQL Server to 16 TiB), "Amazon RDS Proxy,
# Supported Regions and DB engines", "DB instance classes", "Amazon RDS API Reference, CreateDBInstance, DBName".
ENGINES: dict[Engine, EngineChoices] = {
    "postgres": EngineChoices(versions=("14", "15", "16", "17", "18"), version="17"),
    "mysql": EngineChoices(versions=("8.0", "8.4"), version="8.4", longest_name=64),
    "mariadb": EngineChoices(versions=("10.11", "11.4", "11.8"), version="11.4", longest_name=64),
    "aurora-postgresql": EngineChoices(
        versions=("14", "15", "16", "17"), version="17", storage_gib=None, serverless=True
    ),
    "aurora-mysql": EngineChoices(
        versions=("8.0",), version="8.0", storage_gib=None, serverless=True, longest_name=64
    ),
    "oracle": EngineChoices(
        versions=("19",),
        version="19",
        editions=("standard", "enterprise"),
        proxy=False,
        longest_name=8,
        graviton=False,
    ),
    "sqlserver": EngineChoices(
        versions=("15.00", "16.00"),
        version="16.00",
        editions=("standard", "express", "web", "enterprise"),
        storage_gib=(20, 16384),
        graviton=False,
    ),
}
# Editions of SQL Server without a standby (source: "Amazon RDS User Guide, Multi-AZ deployments for SQL Server").
SINGLE_ZONE_EDITIONS: tuple[Edition, ...] = ("express", "web")
# Sources: "Class support for Microsoft SQL Server"; "Supported DB engines for DB instance classes" (Aurora).
SMALL_BURSTABLE = re.compile(r"^db\.t\d[a-z]*\.(micro|small|medium|large)$")
TOO_SMALL_FOR_AURORA = re.compile(r"^db\.t\d[a-z]*\.(micro|small)$")
GRAVITON = re.compile(r"^db\.[a-z]+\d+[a-z]*g[a-z]*\.")
AURORA_FAMILIES = re.compile(r"^db\.[trx]\d")

# Names that no engine, or not every one, takes for a database: key words of SQL, and what the engines have already.
# Sources: "PostgreSQL, SQL Key Words"; "MySQL, Keywords and Reserved Words"; "Oracle, SQL Reserved Words".
_WORDS = """
    access add admin all alter analyze and any array as asc audit before between both by call case change
    check cluster collate column comment compress condition connect constraint convert create cross current
    cursor database databases date default delete desc describe distinct do double drop each else elseif end
    escape except exclusive exists exit explain false fetch file float for force foreign freeze from
    function full grant group having identified if immediate in increment index initial inner insert int
    integer intersect interval into is iterate join key keys kill lateral leading leave left level like
    limit lines linear load local lock long loop master match maxextents minus mode model modify msdb mysql
    natural new no not notnull null number of offline offset old on online only open option or order out
    outer over overlaps partition performance_schema placing postgres primary prior privileges procedure
    public purge range raw rank rdsadmin read reads real recursive references regexp release rename repeat
    replace require resource restrict return revoke right rollup row rowid rownum rows schema schemas select
    separator session set share show signal similar size some spatial sql start successful symmetric synonym
    sys sysdate system table tablesample tempdb template0 template1 terminated then to trailing trigger true
    uid undo union unique unlock unsigned update usage use user using validate values varying verbose view
    when whenever where while window with write xor
"""
RESERVED_DATABASE_NAMES = frozenset(_WORDS.split())


def instance_class_problem(engine: Engine, edition: Edition | None, instance_class: str) -> str | None:
    """What AWS has against an instance class for an engine, or None."""
    choices = ENGINES[engine]
    if instance_class == "db.serverless":
        if choices.serverless:
            return "is what Aurora runs on by default. Take it out, and say how much under serverless."
        return "is for Aurora alone. Use a class such as db.m7g.large."
    if not choices.graviton and GRAVITON.match(instance_class):
        return f"has a Graviton processor, and {engine} does not run on it. Use a class such as db.m6i.large."
    if choices.serverless and not AURORA_FAMILIES.match(instance_class):
        return "is no class of Aurora. Use one that begins with db.r, db.x or db.t, such as db.r7g.large."
    if choices.serverless and TOO_SMALL_FOR_AURORA.match(instance_class):
        return "is too small for Aurora. Use db.t4g.medium or larger."
    if (
        engine == "sqlserver"
        and edition not in SINGLE_ZONE_EDITIONS
        and SMALL_BURSTABLE.match(instance_class)
    ):
        return f"is too small for the edition {edition}. Use db.t3.xlarge, db.m6i.large or larger."
    return None
