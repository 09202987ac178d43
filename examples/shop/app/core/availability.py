"""Turns outages of the database into errors that a client may retry (DB-017)."""

from collections.abc import Generator
from contextlib import contextmanager
from time import monotonic
from traceback import walk_tb

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from app.core.errors import DatabaseUnavailableError, TransactionAbortedError
from app.core.sqlite import is_sqlite_unavailable

ABORTED = {"40001", "40P01", "55P03"}
"""SQLSTATE of a serialization failure, a deadlock and a lock timeout."""
UNAVAILABLE = ("08", "25P03", "28", "3D", "53", "57")
"""SQLSTATE: connection lost, idle in transaction, refused, resources, cancelled."""
LOG_INTERVAL = 1.0  # seconds

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class OutageLog:
    """Logs at most one line a second, however many requests an outage fails."""

    def __init__(self) -> None:
        self.failures = 0
        self.next_at = 0.0

    def write(self, error: BaseException) -> None:
        """Log the reason, and the number of failures since the last line."""
        self.failures += 1
        if monotonic() < self.next_at:
            return
        logger.warning(
            "database_unavailable",
            error=type(error).__name__,
            reason=str(error),
            failures=self.failures,
        )
        self.failures, self.next_at = 0, monotonic() + LOG_INTERVAL


@contextmanager
def translate_errors(outages: OutageLog) -> Generator[None]:
    """Raise DatabaseUnavailableError or TransactionAbortedError for the driver's error.

    Bugs in a statement, a cancellation and the caller's own errors pass unchanged.
    """
    try:
        yield
    except (DBAPIError, PoolTimeoutError, OSError) as error:
        cause = error.driver_exception if isinstance(error, DBAPIError) else error
        if sqlstate_of(cause) in ABORTED:
            logger.warning("transaction_aborted", reason=str(cause))
            raise TransactionAbortedError from cause
        if is_unavailable(error, cause):
            outages.write(cause)
            raise DatabaseUnavailableError from cause
        raise


def is_unavailable(error: Exception, cause: BaseException) -> bool:
    """Return whether the database is at fault, not the statement or the caller."""
    if isinstance(error, DBAPIError):
        return (
            error.connection_invalidated
            or sqlstate_of(cause).startswith(UNAVAILABLE)
            or is_sqlite_unavailable(cause)
        )
    return isinstance(error, PoolTimeoutError) or is_from_sqlalchemy(error)


def is_from_sqlalchemy(error: Exception) -> bool:
    """Return whether an OSError was raised below SQLAlchemy, not by the caller.

    A refused connection and asyncpg's timeouts are plain OSErrors, which SQLAlchemy
    does not wrap. None of its events sees a ping that times out, the traceback does.
    """
    frames = (frame for frame, _ in walk_tb(error.__traceback__))
    return any(
        frame.f_globals["__name__"].startswith("sqlalchemy.") for frame in frames
    )


def sqlstate_of(cause: BaseException) -> str:
    """Return PostgreSQL's code for the error, empty where it has none."""
    return getattr(cause, "sqlstate", None) or ""
