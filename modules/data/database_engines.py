"""What each database engine is to RDS: its names, port, how it is made to refuse plain connections, what it logs.

Pure facts, without cdktf. A version is the major one, as in the name of a parameter group family.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

# Changed at once, or when the instance starts the next time.
AT_ONCE, AT_RESTART = "immediate", "pending-reboot"


@dataclass(frozen=True)
class Parameter:
    """A setting in a parameter group."""

    name: str
    value: str
    apply: str = AT_ONCE


@dataclass(frozen=True)
class DatabaseEngine:
    """One engine in one version and edition.

    name: as RDS calls it (`oracle-se2`). version: what is asked for; RDS takes a newer minor one by itself.
    port: where clients connect over TLS. listener_port: the engine's own, which is another with Oracle.
    parameters: TLS is forced, slow statements are logged. log_exports: logs that go to CloudWatch Logs.
    options: of an option group, where TLS is an option; name -> settings.
    proxy_family: what RDS Proxy calls it, None where it does not know it. cluster: whether it is Aurora.
    named: whether a database can be made with the instance; SQL Server starts with its own alone.
    """

    name: str
    version: str
    family: str
    port: int
    log_exports: tuple[str, ...]
    parameters: tuple[Parameter, ...] = ()
    listener_port: int = 0
    options: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    iam_authentication: bool = True
    license_model: str | None = None
    proxy_family: str | None = None
    cluster: bool = False
    named: bool = True

    def watches(self, instance_class: str) -> bool:
        """Whether Performance Insights knows the class.

        Source: "Amazon RDS User Guide, Performance Insights DB engine, Region, and instance class support"; "Amazon
        Aurora User Guide", the same.
        """
        family, _, size = instance_class.removeprefix("db.").partition(".")
        burstable = family.startswith("t")
        if self.name in ("mysql", "mariadb"):
            return not (burstable and size in ("micro", "small"))
        return not (self.name == "aurora-mysql" and burstable)


# Sources: "Amazon RDS User Guide": "Using SSL with a PostgreSQL DB instance" (rds.force_ssl), "Requiring SSL/TLS for
# all connections to a MySQL DB instance" and "... to a MariaDB DB instance" (require_secure_transport), "Using SSL with
# a Microsoft SQL Server DB instance"; "Amazon Aurora User Guide, TLS connections to Aurora MySQL DB clusters".
_POSTGRES = (
    Parameter("rds.force_ssl", "1"),
    Parameter("log_statement", "ddl"),
    Parameter("log_min_duration_statement", "1000"),
)
_SLOW = (
    Parameter("slow_query_log", "1"),
    Parameter("long_query_time", "1"),
    Parameter("log_output", "FILE"),
)
# Who came in, and who changed rights. Source: "Amazon Aurora User Guide, Using Advanced Auditing with an Amazon Aurora
# MySQL DB cluster".
_AUDIT = (
    Parameter("server_audit_logging", "1"),
    Parameter("server_audit_events", "CONNECT,QUERY_DCL"),
)
_SQLSERVER_EDITIONS = {"express": "ex", "web": "web", "standard": "se", "enterprise": "ee"}
_ORACLE_EDITIONS = {"standard": ("se2", "license-included"), "enterprise": ("ee", "bring-your-own-license")}
# Source: "Amazon RDS User Guide, Oracle Secure Sockets Layer". The listener takes plain connections on 1521 still: what
# forces TLS is that no security group opens that port.
_ORACLE_TLS = {
    "SSL": {
        "SQLNET.SSL_VERSION": "1.2",
        "SQLNET.CIPHER_SUITE": "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
        "FIPS.SSLFIPS_140": "TRUE",
    }
}
ORACLE_TLS_PORT = 2484


def database_engine(engine: str, version: str, edition: str | None = None) -> DatabaseEngine:
    """The facts of `postgres`, `mysql`, `mariadb`, `aurora-postgresql`, `aurora-mysql`, `oracle` or `sqlserver`.

    edition: of oracle (standard, enterprise) and sqlserver (express, web, standard, enterprise).
    Raises ValueError for another engine or edition.
    """
    match engine:
        case "postgres":
            return DatabaseEngine(
                engine,
                version,
                family=f"postgres{version}",
                port=5432,
                log_exports=("postgresql", "upgrade"),
                parameters=_POSTGRES,
                proxy_family="POSTGRESQL",
            )
        case "mysql" | "mariadb":
            return DatabaseEngine(
                engine,
                version,
                family=f"{engine}{version}",
                port=3306,
                log_exports=("error", "slowquery"),
                parameters=(Parameter("require_secure_transport", "1"), *_SLOW),
                proxy_family="MYSQL",
            )
        case "aurora-postgresql":
            return DatabaseEngine(
                engine,
                version,
                family=f"aurora-postgresql{version}",
                port=5432,
                log_exports=("postgresql",),
                parameters=_POSTGRES,
                proxy_family="POSTGRESQL",
                cluster=True,
            )
        case "aurora-mysql":
            return DatabaseEngine(
                engine,
                version,
                family=f"aurora-mysql{version}",
                port=3306,
                log_exports=("audit", "error", "slowquery"),
                parameters=(Parameter("require_secure_transport", "ON"), *_SLOW[:2], *_AUDIT),
                proxy_family="MYSQL",
                cluster=True,
            )
        case "oracle" if edition in _ORACLE_EDITIONS:
            short, license_model = _ORACLE_EDITIONS[edition]
            return DatabaseEngine(
                f"oracle-{short}",
                version,
                family=f"oracle-{short}-{version}",
                port=ORACLE_TLS_PORT,
                listener_port=1521,
                log_exports=("alert", "audit", "listener", "trace"),
                options=_ORACLE_TLS,
                iam_authentication=False,
                license_model=license_model,
            )
        case "sqlserver" if edition in _SQLSERVER_EDITIONS:
            short = _SQLSERVER_EDITIONS[edition]
            return DatabaseEngine(
                f"sqlserver-{short}",
                version,
                family=f"sqlserver-{short}-{version.removesuffix('0')}",
                port=1433,
                # Express has no agent, and so no log of it.
                log_exports=("error",) if edition == "express" else ("agent", "error"),
                parameters=(Parameter("rds.force_ssl", "1", AT_RESTART),),
                iam_authentication=False,
                license_model="license-included",
                proxy_family="SQLSERVER",
                named=False,
            )
    raise ValueError(
        f"{engine}, edition {edition}: RDS has no such engine. Use one that database_engines.py lists."
    )
