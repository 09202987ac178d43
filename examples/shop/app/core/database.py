"""Engine, sessions, the unit of work, and what all models share."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Annotated, override

from fastapi import Depends, Request
from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    Identity,
    Integer,
    MetaData,
    TypeDecorator,
    event,
    func,
    select,
)
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import (
    AsyncEngine,
    AsyncSession,
    async_sessionmaker,
    create_async_engine,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.pool import ConnectionPoolEntry

from app.config import Settings
from app.core.availability import DatabasePool, on_database_error, refuse_closed

NAMING_CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
LARGEST_KEY = 2**63 - 1
SQLITE_UNIQUE = "UNIQUE constraint failed: "
LONGEST_CONNECTION = 1800  # seconds; what stands between may forget an old one
SAFE_METHODS = {"GET", "HEAD"}


class Base(DeclarativeBase):
    """What every model derives from.

    `eager_defaults` reads what the database filled in with the same statement;
    to read it later would be hidden I/O, which an async session refuses.
    """

    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    __mapper_args__ = MappingProxyType({"eager_defaults": True})


PrimaryKey = Annotated[
    int,
    mapped_column(
        BigInteger().with_variant(Integer, "sqlite"),  # SQLite counts INTEGER only
        Identity(),
        primary_key=True,
    ),
]


class UtcDateTime(TypeDecorator[datetime]):
    """An aware time in UTC on both engines: SQLite itself forgets the zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    @override
    def process_bind_param(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Store UTC; a naive time is a mistake of the caller."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a time needs its zone")
        return value.astimezone(UTC)

    @override
    def process_result_value(
        self, value: datetime | None, dialect: Dialect
    ) -> datetime | None:
        """Say that it is UTC."""
        if value is None or value.tzinfo is UTC:  # so asyncpg gives them all
            return value
        return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


class Timestamps:
    """When a row was written and last changed, by the database's clock."""

    created_at: Mapped[datetime] = mapped_column(
        UtcDateTime, server_default=func.now(), sort_order=1
    )
    updated_at: Mapped[datetime] = mapped_column(
        UtcDateTime, server_default=func.now(), onupdate=func.now(), sort_order=1
    )


def create_engine(settings: Settings) -> AsyncEngine:
    """Return an engine; it connects at first use, and waits for nothing forever.

    `hide_parameters` keeps addresses and hashes out of logged errors.
    """
    is_sqlite = settings.database_url.get_backend_name() == "sqlite"
    engine = create_async_engine(
        settings.database_url,
        hide_parameters=True,
        connect_args=time_limits(settings),
        poolclass=DatabasePool,
        pool_recycle=LONGEST_CONNECTION,
        pool_size=settings.database_pool_size,
        max_overflow=settings.database_max_overflow,
        pool_timeout=settings.database_pool_timeout,
    )
    event.listen(engine.sync_engine, "handle_error", on_database_error)
    if is_sqlite:
        event.listen(engine.sync_engine, "connect", prepare_sqlite)
        event.listen(engine.sync_engine, "begin", begin_sqlite)
    else:
        event.listen(engine.sync_engine, "checkout", refuse_closed)
    return engine


def time_limits(settings: Settings) -> dict[str, float]:
    """Return what the driver calls its limits; without them asyncpg waits forever."""
    if settings.database_url.get_backend_name() == "sqlite":
        return {"timeout": settings.database_statement_timeout}  # for the lock
    return {
        "timeout": settings.database_connect_timeout,
        "command_timeout": settings.database_statement_timeout,
    }


def prepare_sqlite(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
    """Take transactions from the driver, which starts them late; check keys.

    With the write-ahead log a writer and the readers do not wait for each other.
    """
    connection.isolation_level = None
    cursor = connection.cursor()
    cursor.execute("PRAGMA foreign_keys = ON")
    cursor.execute("PRAGMA journal_mode = WAL")
    cursor.close()


def begin_sqlite(connection: Connection) -> None:
    """Begin in earnest: without this a rolled-back savepoint leaves rows behind.

    Who may write waits here for the lock. Who has read already can't wait: if
    another has written meanwhile, SQLite refuses at once.
    """
    mode = connection.get_execution_options().get("sqlite_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")


def writing_options(engine: AsyncEngine) -> dict[str, str]:
    """Return the options of a session that may write.

    It takes SQLite's one write lock when it begins. PostgreSQL locks rows.
    """
    if engine.dialect.name == "sqlite":
        return {"sqlite_begin": "IMMEDIATE"}
    return {}


def reading_options(engine: AsyncEngine) -> dict[str, str]:
    """Return the options of a session that only reads.

    On PostgreSQL each statement sees the newest state, in a transaction or not: BEGIN
    and COMMIT would be two round trips for nothing. SQLite makes no round trips, and
    its transactions show one state to the end.
    """
    if engine.dialect.name == "sqlite":
        return {}
    return {"isolation_level": "AUTOCOMMIT"}


class Database:
    """One engine and the sessions on it."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine
        self.sessions = async_sessionmaker(engine, expire_on_commit=False)
        self.writers = async_sessionmaker(
            engine, expire_on_commit=False, execution_options=writing_options(engine)
        )
        self.readers = async_sessionmaker(
            engine, execution_options=reading_options(engine)
        )

    async def ping(self) -> None:
        """Do one round trip, or raise what the driver raises."""
        async with self.sessions() as session:
            await session.execute(select(1))


async def get_database(request: Request) -> Database:
    """Return the database that the lifespan opened."""
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(get_database)]


@asynccontextmanager
async def unit_of_work(database: Database) -> AsyncGenerator[AsyncSession]:
    """Yield a session; commit at the end, roll back on any exception.

    Requests, jobs and commands all write through this, and only this commits. Like
    any session it connects and begins with its first statement.
    """
    async with database.writers() as session, session.begin():
        yield session


@asynccontextmanager
async def read_session(database: Database) -> AsyncGenerator[AsyncSession]:
    """Yield a session to read with; it waits for no writer, and commits nothing."""
    async with database.readers() as session:
        yield session


async def get_session(
    request: Request, database: DatabaseDep
) -> AsyncGenerator[AsyncSession]:
    """Yield the request's session: a unit of work, or read-only for a safe method."""
    begin = read_session if request.method in SAFE_METHODS else unit_of_work
    async with begin(database) as session:
        yield session


# scope="function" commits before the response is sent: were it left out, a client
# would be told 201 first and the commit could still fail.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


def violated_constraint(error: IntegrityError) -> str | None:
    """Return the name of the constraint that refused a row, where it is known.

    PostgreSQL sends the name. SQLite sends the columns of a unique constraint,
    `users.email`, whose name then follows from the naming convention.
    """
    cause = error.driver_exception
    name: str | None = getattr(cause, "constraint_name", None)
    if name is None and str(cause).startswith(SQLITE_UNIQUE):
        columns = str(cause).removeprefix(SQLITE_UNIQUE).split(", ")
        table = columns[0].partition(".")[0]
        names = [column.partition(".")[2] for column in columns]
        name = "_".join(["uq", table, *names])
    return name
