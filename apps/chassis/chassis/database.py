"""A relational database: one engine per process, its password read from the secret that AWS rotates.

    database = connect(settings)
    with database.transaction() as connection:      # commits at the end, rolls back on an exception
        connection.execute(insert(orders).values(…))

- The secret is read when a connection is made, kept, and read again when the database refuses it: a rotation costs
  one refused attempt, no restart.
- TLS, unless the database is on this machine; verified where DATABASE_CA_FILE names the authority's certificates.
- A pool of as many connections as the process has threads; each is tried before it is used.
- A statement gets STATEMENT_SECONDS, or what is left of the request's time if that is less.

A database that can't be reached, is failing over or takes too long raises DatabaseUnavailableError: a 503 with
Retry-After, unless caught. Needs the extra `database`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import psycopg
import structlog
from pydantic import Field, field_validator
from sqlalchemy import Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from chassis import deadlines, secrets
from chassis.callers import is_loopback
from chassis.problems import ProblemError
from chassis.settings import ServiceSettings

log = structlog.get_logger("chassis.database")

ENGINES = ("postgres", "aurora-postgresql")
CONNECT_SECONDS = 2  # libpq waits no shorter (source: PostgreSQL, "Database Connection Control Functions")
STATEMENT_SECONDS = 5.0
IDLE_IN_TRANSACTION_SECONDS = 30
POOL_WAIT_SECONDS = 2.0
RETRY_AFTER_SECONDS = 5
# What the server says when it can't serve for now (source: PostgreSQL, appendix "PostgreSQL Error Codes"):
# connection exceptions, insufficient resources, operator intervention, and a standby that was the primary before.
PASSING_CLASSES = ("08", "53", "57")
PASSING_CODES = ("25006", "40001", "40P01", "55P03")


class DatabaseSettings(ServiceSettings):
    """What a service with a database reads.

    database_secret_arn: of the secret that holds {"username", "password"}. database_ca_file: the certificates to verify
    the server's with, such as the RDS bundle; absent, the connection is encrypted but the server not verified.
    """

    database_engine: str
    database_host: str
    database_port: int = Field(5432, ge=1, le=65535)
    database_name: str
    database_secret_arn: str
    database_ca_file: str | None = None

    @field_validator("database_engine")
    @classmethod
    def _known(cls, engine: str) -> str:
        if engine not in ENGINES:
            raise ValueError(f"chassis.database speaks to {' and '.join(ENGINES)} only")
        return engine


class DatabaseUnavailableError(ProblemError):
    """The database does not answer, or not in time; later it may."""

    def __init__(self, reason: str) -> None:
        super().__init__(
            503,
            f"The database can't be reached at the moment. Try again in {RETRY_AFTER_SECONDS} s.",
            kind="dependency-unavailable",
            title="Dependency unavailable",
            headers={"Retry-After": str(RETRY_AFTER_SECONDS)},
        )
        self.reason = reason


class Login(NamedTuple):
    """Who connects."""

    user: str
    password: str


class Logins:
    """The login that the secret holds, read once and again when it is refused."""

    def __init__(self, arn: str) -> None:
        self._arn = arn
        self._lock = threading.Lock()
        self._login: Login | None = None

    def current(self) -> Login:
        """Give the login. Raises SecretUnavailableError."""
        with self._lock:
            if self._login is None:
                self._login = self._read()
            return self._login

    def instead_of(self, refused: Login) -> Login:
        """Give the login that holds now that the database has refused one."""
        with self._lock:
            if self._login == refused or self._login is None:
                self._login = self._read()
            return self._login

    def _read(self) -> Login:
        values = secrets.read_json(self._arn)
        return Login(str(values.get("username", "")), str(values.get("password", "")))


class Database:
    """Transactions on one database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Open a transaction: committed at the end, rolled back on an exception.

        Raises DatabaseUnavailableError, DeadlineExceededError.
        """
        seconds = deadlines.allowed(STATEMENT_SECONDS)
        with _translated(), self.engine.begin() as connection:
            if seconds < STATEMENT_SECONDS:
                connection.execute(text(f"SET LOCAL statement_timeout = {max(1, int(seconds * 1000))}"))
            yield connection

    def ping(self) -> None:
        """Ask something trivial: for readiness. Raises DatabaseUnavailableError."""
        with self.transaction() as connection:
            connection.execute(text("SELECT 1"))


def connect(settings: DatabaseSettings, *, threads: int = 8) -> Database:
    """Make the engine; it connects with the first transaction. threads: how many may use it at once."""
    logins = Logins(settings.database_secret_arn)

    def open_connection() -> psycopg.Connection[Any]:
        login = logins.current()
        try:
            return _open(settings, login)
        except psycopg.OperationalError as error:
            if not _refused(error):
                raise
            log.info("the database refuses the login; reading the secret again", user=login.user)
            return _open(settings, logins.instead_of(login))

    engine = create_engine(
        "postgresql+psycopg://",
        creator=open_connection,
        pool_size=threads,
        max_overflow=0,
        pool_timeout=POOL_WAIT_SECONDS,
        pool_pre_ping=True,
        pool_recycle=1800,
        hide_parameters=True,  # values in errors would be in the logs
    )
    return Database(engine)


def _open(settings: DatabaseSettings, login: Login) -> psycopg.Connection[Any]:
    options = {
        "statement_timeout": int(STATEMENT_SECONDS * 1000),
        "idle_in_transaction_session_timeout": IDLE_IN_TRANSACTION_SECONDS * 1000,
    }
    proxied = ".proxy-" in settings.database_host
    connection = psycopg.connect(
        host=settings.database_host,
        port=settings.database_port,
        dbname=settings.database_name,
        user=login.user,
        password=login.password,
        connect_timeout=CONNECT_SECONDS,
        application_name=settings.environment,
        # A server that vanished is noticed in seconds, not in the kernel's quarter of an hour.
        tcp_user_timeout=int(STATEMENT_SECONDS * 1000),
        keepalives_idle=10,
        keepalives_interval=5,
        keepalives_count=2,
        # RDS Proxy refuses options at the start of a session; there they are set after it.
        options="" if proxied else " ".join(f"-c {name}={value}" for name, value in options.items()),
        **_tls(settings),
    )
    if proxied:
        for name, value in options.items():
            connection.execute(f"SET {name} = {value}")
        connection.commit()
    return connection


def _tls(settings: DatabaseSettings) -> dict[str, Any]:
    if settings.database_host.startswith("/") or is_loopback(settings.database_host):
        return {"sslmode": "prefer"}
    if settings.database_ca_file is None:
        return {"sslmode": "require"}
    return {"sslmode": "verify-full", "sslrootcert": settings.database_ca_file}


def _refused(error: psycopg.OperationalError) -> bool:
    """Tell a refused login from a server that is not there. libpq gives text only."""
    words = str(error).lower()
    return "password" in words or "authentication" in words or "credentials" in words


@contextmanager
def _translated() -> Iterator[None]:
    """Tell what passes from what is wrong with the statement."""
    try:
        yield
    except PoolTimeoutError:
        raise _unavailable("no connection is free") from None
    except secrets.SecretUnavailableError as error:
        raise _unavailable(str(error)) from None
    except psycopg.OperationalError as error:  # raised while connecting, so before SQLAlchemy wraps
        raise _unavailable(type(error).__name__) from None
    except DBAPIError as error:
        code = getattr(error.orig, "sqlstate", None)
        if error.connection_invalidated or (
            code is None and isinstance(error.orig, psycopg.OperationalError)
        ):
            raise _unavailable("the connection broke") from None
        if code == "57014":
            deadlines.check()
        if code is not None and (code.startswith(PASSING_CLASSES) or code in PASSING_CODES):
            raise _unavailable(f"SQLSTATE {code}") from None
        raise


def _unavailable(reason: str) -> DatabaseUnavailableError:
    log.error("the database does not answer as it should", reason=reason)
    return DatabaseUnavailableError(reason)
