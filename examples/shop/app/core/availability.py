"""Which errors of the database are no mistake of ours, and what is raised instead."""

import sqlite3
from time import monotonic
from typing import Any, override

import structlog
from sqlalchemy.engine import ExceptionContext
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.exc import TimeoutError as NoConnectionFreeError
from sqlalchemy.pool import (
    AsyncAdaptedQueuePool,
    ConnectionPoolEntry,
    PoolProxiedConnection,
)

from app.core.errors import (
    AppError,
    DatabaseUnavailableError,
    TransactionAbortedError,
)

ABORTED = {"40001", "40P01"}
"""SQLSTATE of a serialization failure and of a deadlock."""
LOST = ("08", "57")
"""Classes of SQLSTATE: the connection broke, somebody stops the server or us."""
EXHAUSTED = ("53",)
"""The class of SQLSTATE for too many connections, no memory, a full disk."""
SQLITE_EXHAUSTED = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_FULL}
"""SQLite's codes: another writes, the disk is full."""

QUIET = 1.0  # seconds in which nothing has failed when the database is back

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class DatabasePool(AsyncAdaptedQueuePool):
    """A pool that says in the shop's words why it has no connection to give.

    Under load an outage fails thousands of requests: the log says each kind of failure
    once, and once that the database is back. A connection that broke was dropped with
    all that were as old, so what is handed out after it has really connected.
    """

    failures: frozenset[tuple[type[Exception], str]] = frozenset()
    failed_at = 0.0

    @override
    def connect(self) -> PoolProxiedConnection:
        """Return a connection; DatabaseUnavailableError when there is none in time."""
        try:
            connection = super().connect()
        except (OSError, NoConnectionFreeError) as error:  # a timeout is an OSError
            self.note_failure(error)
            raise DatabaseUnavailableError from error
        if self.failures:
            self.note_success()
        return connection

    def note_failure(self, error: Exception) -> None:
        """Log it, if it is the first of its kind since the database was well."""
        self.failed_at = monotonic()
        kind = (type(error), sqlstate_of(error))
        if kind not in self.failures:
            self.failures |= {kind}
            logger.warning(
                "database_unavailable", error=type(error).__name__, reason=str(error)
            )

    def note_success(self) -> None:
        """Log that the database is back, unless it failed a moment ago."""
        if monotonic() - self.failed_at > QUIET:
            self.failures = frozenset()
            logger.info("database_is_back")


def refuse_closed(
    _: DBAPIConnection, record: ConnectionPoolEntry, __: PoolProxiedConnection
) -> None:
    """Let the pool replace the connections that the server has closed.

    The driver knows, for the event loop has seen the socket close. Nobody asks the
    server, which `pool_pre_ping` does with each connection that it hands out.
    """
    if record.driver_connection is None or record.driver_connection.is_closed():
        raise InvalidatePoolError


def on_database_error(context: ExceptionContext) -> AppError | None:
    """Return what SQLAlchemy raises instead, where it helps to come again.

    A broken connection and one whose answer did not come in time are dropped; one
    whose transaction was aborted is whole. All other errors stay what they are, and
    so does a cancellation.
    """
    error = context.original_exception
    if not isinstance(error, Exception):
        return None
    if sqlstate_of(error) in ABORTED:
        return aborted(error)
    if sqlstate_of(error).startswith(LOST):
        context.is_disconnect = True
    if context.is_disconnect or context.connection is None or is_exhausted(error):
        pool_of(context).note_failure(error)
        return DatabaseUnavailableError()
    return None


def is_exhausted(error: Exception) -> bool:
    """Tell whether the database lacks what no statement of ours could give it."""
    code: int = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_OK)
    is_of_sqlite = code & 0xFF in SQLITE_EXHAUSTED  # what stands above says why
    return is_of_sqlite or sqlstate_of(error).startswith(EXHAUSTED)


def sqlstate_of(error: Exception) -> str:
    """Return PostgreSQL's code of the error, empty where there is none."""
    return getattr(error, "sqlstate", None) or ""


def aborted(error: Exception) -> TransactionAbortedError:
    """Return what callers are told; log it, for a deadlock is a mistake in an order."""
    logger.warning(
        "transaction_aborted", sqlstate=sqlstate_of(error), reason=str(error)
    )
    return TransactionAbortedError()


def pool_of(context: ExceptionContext) -> DatabasePool:
    """Return the pool of the engine that failed."""
    engine: Any = context.engine  # which only SQLAlchemy's own ping would leave out
    pool: DatabasePool = engine.pool
    return pool
