"""`data.database` in a manifest: a relational database that one service owns."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

from pydantic import Field

from yard.config import forms
from yard.config.database_engines import (
    ENGINES,
    RESERVED_DATABASE_NAMES,
    Edition,
    Engine,
    EngineChoices,
    instance_class_problem,
)
from yard.config.model import Broken, Flag, Model, Whole, text

# Aurora capacity units. Source: "Amazon Aurora User Guide, Aurora Serverless v2 capacity": 0 to 256 in halves.
Acu = Annotated[float, Field(strict=True)]


class Serverless(Model):
    """How far an Aurora Serverless v2 cluster scales."""

    min_acu: Annotated[
        Acu,
        Field(
            description="Aurora capacity units (2 GiB of memory each) at the least, 0 to 256 in steps of 0.5. With 0"
            " an idle cluster pauses, and the first query after that waits some 15 seconds.",
            ge=0,
            le=256,
            examples=[0.5],
        ),
    ]
    max_acu: Annotated[
        Acu,
        Field(
            description="Aurora capacity units at the most, 1 to 256 in steps of 0.5.",
            ge=1,
            le=256,
            examples=[8],
        ),
    ]

    def broken_rules(self) -> Iterator[Broken]:
        """In halves, and the least is no more than the most."""
        for key in ("min_acu", "max_acu"):
            value = getattr(self, key)
            if value * 2 != int(value * 2):
                yield Broken(
                    (key,),
                    f"{value} is not in steps of 0.5. Use {int(value * 2) / 2} or {int(value * 2 + 1) / 2}.",
                )
        if self.min_acu > self.max_acu:
            yield Broken(
                ("min_acu",),
                f"{self.min_acu:g} is more than max_acu {self.max_acu:g}. Lower min_acu, or raise max_acu.",
                (("max_acu",),),
            )


class Database(Model):
    """A database on RDS: encrypted, backed up, reached by its own service alone, over TLS."""

    engine: Annotated[Engine, Field(description="Engine of the database.", examples=["postgres"])]
    version: Annotated[
        str | None,
        text(forms.VERSION),
        Field(
            description="Major version, in quotes; minor ones come by themselves. Default: postgres 17, mysql 8.4,"
            " mariadb 11.4, aurora-postgresql 17, aurora-mysql 8.0, oracle 19, sqlserver 16.00 (2022).",
            examples=["17"],
        ),
    ] = None
    edition: Annotated[
        Edition | None,
        Field(
            description="Edition of oracle (standard, enterprise) or sqlserver (express, web, standard, enterprise);"
            " other engines have none. Oracle's enterprise edition needs a license of yours. Default: standard.",
            examples=["standard"],
        ),
    ] = None
    name: Annotated[
        str | None,
        text(forms.STORE, longest=64),
        Field(
            description="Name of the database inside; 8 characters with oracle. DATABASE_NAME tells it."
            " Default: the service's name with underscores (and _db where that is a word of SQL), for oracle orcl.",
            examples=["orders"],
        ),
    ] = None
    instance_class: Annotated[
        str | None,
        text(forms.INSTANCE_CLASS),
        Field(
            description="DB instance class. Default: as the environment's size says; Aurora is serverless.",
            examples=["db.m7g.large"],
        ),
    ] = None
    storage_gib: Annotated[
        Whole | None,
        Field(
            description="Storage at first, in GiB: 20 to 65536, sqlserver to 16384; not for Aurora, which grows by"
            " itself. Default: as the environment's size says.",
            ge=1,
            examples=[100],
        ),
    ] = None
    max_storage_gib: Annotated[
        Whole | None,
        Field(
            description="RDS adds storage until there is so much, in GiB. Default: five times storage_gib.",
            ge=1,
            examples=[500],
        ),
    ] = None
    serverless: Annotated[
        Serverless | None,
        Field(
            description="Capacity of Aurora. Default: as the environment's size says.",
            examples=[{"min_acu": 0.5, "max_acu": 8}],
        ),
    ] = None
    proxy: Annotated[
        Flag,
        Field(
            description="Put RDS Proxy in front: it pools connections, for Lambda and for many small tasks.",
            examples=[True],
        ),
    ] = False

    @property
    def choices(self) -> EngineChoices:
        """What RDS offers for the engine."""
        return ENGINES[self.engine]

    def name_for(self, service: str) -> str:
        """The database's name, as a client says it; `service` is the name of the service."""
        if self.engine == "oracle":
            return (self.name or "orcl").upper()
        plain = service.replace("-", "_")
        return self.name or (f"{plain}_db" if plain in RESERVED_DATABASE_NAMES else plain)

    def broken_rules(self) -> Iterator[Broken]:
        """What RDS would refuse, an hour into an apply."""
        engine, choices, beside = self.engine, self.choices, (("engine",),)
        if self.version is not None and self.version not in choices.versions:
            offered = _either(choices.versions)
            yield Broken(("version",), f"{self.version} of {engine} is not offered. Use {offered}.", beside)
        if self.edition is not None and self.edition not in choices.editions:
            if choices.editions:
                problem = f"{engine} has no edition {self.edition} on RDS. Use {_either(choices.editions)}."
            else:
                problem = f"{engine} has no editions. Take it out."
            yield Broken(("edition",), problem, beside)
        if self.proxy and not choices.proxy:
            yield Broken(("proxy",), f"RDS Proxy does not know {engine}. Take it out.", beside)
        yield from self._broken_name()
        yield from self._broken_storage()
        yield from self._broken_compute()

    def _broken_name(self) -> Iterator[Broken]:
        name, longest = self.name, self.choices.longest_name
        if name is None:
            return
        if len(name) > longest:
            yield Broken(
                ("name",),
                f"{name} has {len(name)} characters, and {self.engine} takes {longest}. Use a shorter name.",
                (("engine",),),
            )
        if self.engine == "oracle" and "_" in name:
            yield Broken(
                ("name",),
                f"{name} has an underscore, and oracle takes letters and digits alone. Leave it out.",
                (("engine",),),
            )
        if name in RESERVED_DATABASE_NAMES:
            yield Broken(("name",), f"{name} is a word of SQL or of an engine. Use another name.")

    def _broken_storage(self) -> Iterator[Broken]:
        limits = self.choices.storage_gib
        given = [(key, getattr(self, key)) for key in ("storage_gib", "max_storage_gib")]
        for key, value in given:
            if value is None:
                continue
            if limits is None:
                yield Broken((key,), "Aurora's storage grows by itself. Take it out.", (("engine",),))
            elif not limits[0] <= value <= limits[1]:
                yield Broken(
                    (key,),
                    f"{value} GiB is not what {self.engine} takes. Use {limits[0]} to {limits[1]}.",
                    (("engine",),),
                )
        # Source: "Amazon RDS User Guide, Managing capacity automatically with storage autoscaling".
        least, most = self.storage_gib, self.max_storage_gib
        if most is not None and least is None:
            yield Broken(
                ("max_storage_gib",),
                "means nothing without storage_gib. Add storage_gib.",
                (("storage_gib",),),
            )
        elif most is not None and least is not None and most * 10 < least * 11:
            yield Broken(
                ("max_storage_gib",),
                f"{most} is not 10 % more than storage_gib {least}. Use {-(-least * 11 // 10)} or more.",
                (("storage_gib",),),
            )

    def _broken_compute(self) -> Iterator[Broken]:
        if self.serverless and not self.choices.serverless:
            yield Broken(
                ("serverless",),
                f"{self.engine} is not Aurora. Use instance_class, or engine aurora-postgresql or aurora-mysql.",
                (("engine",),),
            )
        if self.instance_class is None:
            return
        if self.serverless and self.choices.serverless:
            yield Broken(
                ("serverless",),
                "does not go with instance_class. Take one of the two out.",
                (("instance_class",),),
            )
        edition = self.edition or next(iter(self.choices.editions), None)
        problem = instance_class_problem(self.engine, edition, self.instance_class)
        if problem:
            yield Broken(("instance_class",), f"{self.instance_class} {problem}", (("engine",), ("edition",)))


def _either(words: tuple[str, ...]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0]
