"""All that only SQLite needs: pragmas, transactions, error codes, names (DB-011)."""

import sqlite3

from sqlalchemy import BigInteger, Connection, Integer, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.pool import ConnectionPoolEntry

KEY_TYPE = BigInteger().with_variant(Integer, "sqlite")
"""SQLite generates keys for a column of type INTEGER only."""
UNIQUE_VIOLATION = "UNIQUE constraint failed: "
UNAVAILABLE = {
    sqlite3.SQLITE_BUSY,  # another connection holds the write lock
    sqlite3.SQLITE_CANTOPEN,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_IOERR,
}


def configure_sqlite(engine: AsyncEngine, lock_timeout: float) -> None:
    """Make SQLite behave like PostgreSQL; the timeout for its lock is in seconds."""

    def connect(connection: DBAPIConnection, _: ConnectionPoolEntry) -> None:
        connection.isolation_level = None  # the driver would begin too late
        cursor = connection.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {lock_timeout * 1000:.0f}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA journal_mode = WAL")  # readers and a writer don't wait
        cursor.close()

    event.listen(engine.sync_engine, "connect", connect)
    event.listen(engine.sync_engine, "begin", begin)


def begin(connection: Connection) -> None:
    """Begin the transaction; without this a released savepoint commits.

    A unit of work takes the write lock before it reads: a transaction that has read
    cannot wait for it. A read session gets `query_only`.
    """
    read_only = connection.get_execution_options().get("postgresql_readonly")
    query_only = "ON" if read_only else "OFF"
    connection.exec_driver_sql(f"PRAGMA query_only = {query_only}")
    mode = "IMMEDIATE" if read_only is False else "DEFERRED"
    connection.exec_driver_sql(f"BEGIN {mode}")


def is_sqlite_unavailable(error: BaseException) -> bool:
    """Return whether the database is locked or out of reach, not the statement wrong.

    An extended code holds the primary one in its lowest byte.
    """
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    return code & 0xFF in UNAVAILABLE


def constraint_of_message(message: str) -> str | None:
    """Return `uq_users_email` for a message that names the column `users.email`.

    The name follows from the naming convention of the models.
    """
    if not message.startswith(UNIQUE_VIOLATION):
        return None
    columns = message.removeprefix(UNIQUE_VIOLATION).split(", ")
    table = columns[0].partition(".")[0]
    return "_".join(["uq", table, *[column.partition(".")[2] for column in columns]])
