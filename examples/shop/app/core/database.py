"""Engine, sessions and the unit of work, and what all models share (DB-001, DB-010)."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, override

from sqlalchemy import (
    URL,
    Connection,
    DateTime,
    Dialect,
    Identity,
    MetaData,
    TypeDecorator,
    event,
    func,
    text,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.availability import OutageLog, translate_errors
from app.core.sqlite import KEY_TYPE, configure_sqlite, constraint_of_message

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
POOL_RECYCLE = 300  # seconds; load balancers drop idle connections, AWS NLB after 350
GRACE = 1.0  # seconds; a server that answers cancels the statement before the client


class Base(DeclarativeBase):
    """The base of all models.

    `eager_defaults` fetches server-generated values with the same statement; a later
    fetch would be hidden I/O, which an async session refuses.
    """

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    __mapper_args__ = MappingProxyType({"eager_defaults": True})


PrimaryKey = Annotated[
    int,
    mapped_column(KEY_TYPE, Identity(), primary_key=True),
]


class UtcDateTime(TypeDecorator[datetime]):
    """A timezone-aware datetime in UTC; SQLite by itself drops the time zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Convert to UTC; ValueError for a naive datetime."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("the datetime has no time zone")
        return value.astimezone(UTC)

    @override
    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Return the value in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Timestamps:
    """Times of creation and of the last update, from the database's clock."""

    created_at: Mapped[datetime] = mapped_column(
        UtcDateTime, server_default=func.now(), sort_order=1
    )
    updated_at: Mapped[datetime] = mapped_column(
        UtcDateTime, server_default=func.now(), onupdate=func.now(), sort_order=1
    )


@dataclass(frozen=True)
class DatabaseOptions:
    """Sizes of the connection pool, and timeouts in seconds.

    `transaction_pooling` is for PgBouncer with `pool_mode = transaction`.
    """

    pool_size: int = 15
    max_overflow: int = 0
    pool_timeout: float = 10.0
    connect_timeout: float = 3.0
    statement_timeout: float = 10.0
    lock_timeout: float = 5.0
    idle_transaction_timeout: float = 30.0
    transaction_pooling: bool = False


def create_engine(url: URL, options: DatabaseOptions) -> AsyncEngine:
    """Return an engine; it connects at first use.

    `hide_parameters` keeps email addresses and hashes out of logged errors.
    """
    is_sqlite = url.get_backend_name() == "sqlite"
    engine = create_async_engine(
        url,
        hide_parameters=True,
        connect_args={} if is_sqlite else connect_args(options),
        pool_pre_ping=not is_sqlite,
        pool_recycle=POOL_RECYCLE,
        pool_size=options.pool_size,
        max_overflow=options.max_overflow,
        pool_timeout=options.pool_timeout,
    )
    if is_sqlite:
        configure_sqlite(engine, options.lock_timeout)
    elif options.transaction_pooling:
        set_timeouts_locally(engine, options)
    return engine


def connect_args(options: DatabaseOptions) -> dict[str, object]:
    """Return asyncpg's arguments; without timeouts it waits forever.

    PgBouncer refuses unknown `server_settings`, and gives the next transaction a
    connection that lacks the prepared statement of the last one. A statement without
    a name is prepared each time.
    """
    timeouts: dict[str, object] = {
        "timeout": options.connect_timeout,
        "command_timeout": options.statement_timeout + GRACE,
    }
    if options.transaction_pooling:
        return timeouts | {
            "statement_cache_size": 0,
            "prepared_statement_cache_size": 0,
            "prepared_statement_name_func": str,
        }
    return timeouts | {"server_settings": server_timeouts(options)}


def server_timeouts(options: DatabaseOptions) -> dict[str, str]:
    """Return PostgreSQL's own timeouts, which hold when the client is gone."""
    seconds = {
        "statement_timeout": options.statement_timeout,
        "lock_timeout": options.lock_timeout,
        "idle_in_transaction_session_timeout": options.idle_transaction_timeout,
    }
    return {name: f"{value * 1000:.0f}ms" for name, value in seconds.items()}


def set_timeouts_locally(engine: AsyncEngine, options: DatabaseOptions) -> None:
    """Set the server's timeouts for each transaction: one more round trip."""
    timeouts = server_timeouts(options)
    names = ", ".join(f"set_config('{name}', :{name}, true)" for name in timeouts)
    statement = text(f"SELECT {names}")

    def begin(connection: Connection) -> None:
        connection.execute(statement, timeouts)

    event.listen(engine.sync_engine, "begin", begin)


class Database:
    """One engine, its sessions, and the log of its outages.

    `postgresql_readonly` begins `READ ONLY` transactions; SQLite honours it too.
    """

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.outages = OutageLog()
        self.sessions = async_sessionmaker(
            engine,
            expire_on_commit=False,
            execution_options={"postgresql_readonly": False},
        )
        self.read_sessions = async_sessionmaker(
            engine,
            expire_on_commit=False,
            execution_options={"postgresql_readonly": True},
        )


@asynccontextmanager
async def unit_of_work(database: Database) -> AsyncGenerator[AsyncSession]:
    """Yield a session; commit at the end, roll back on any exception.

    Requests, jobs and commands write through this; nothing else commits. The session
    connects and begins with its first statement.
    """
    with translate_errors(database.outages):
        async with database.sessions() as session, session.begin():
            yield session


@asynccontextmanager
async def read_session(database: Database) -> AsyncGenerator[AsyncSession]:
    """Yield a session in which the database refuses to write."""
    with translate_errors(database.outages):
        async with database.read_sessions() as session:
            yield session


def violated_constraint(error: IntegrityError) -> str | None:
    """Return the name of the violated constraint, None where the database sends none.

    asyncpg reports the name, SQLite only the columns.
    """
    cause = error.driver_exception
    name: str | None = getattr(cause, "constraint_name", None)
    return name or constraint_of_message(str(cause))
