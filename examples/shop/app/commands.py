"""Ends a command with one line, where a traceback would hide what to do."""

import asyncio
import sys
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError

from app.config import InvalidSettingsError
from app.core.errors import AppError, DatabaseUnavailableError

LOCK_NOT_AVAILABLE = "55P03"  # PostgreSQL's SQLSTATE of an expired `lock_timeout`
LAST_CALLBACKS = 0.1  # seconds


@contextmanager
def exit_on_failure() -> Generator[None]:
    """Exit with status 1 and say what to do about settings, database or schema.

    Any other exception is a bug and keeps its traceback.
    """
    try:
        yield
    except InvalidSettingsError as error:
        sys.exit(str(error))
    except DatabaseUnavailableError as error:
        cause = error.__cause__
        sys.exit(
            f"{error.detail} Check APP_DATABASE_URL and that the server runs"
            f" ({type(cause).__name__}: {cause})."
        )
    except AppError as error:
        sys.exit(error.detail)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != LOCK_NOT_AVAILABLE:
            raise
        sys.exit("Another transaction holds a lock on the table. Run it again.")


def run[T](work: Coroutine[Any, Any, T]) -> T:
    """Run the work in an event loop of its own and return its result."""
    return asyncio.run(finish(work))


async def finish[T](work: Coroutine[Any, Any, T]) -> T:
    """Keep the loop open for a moment after a failure.

    After a refused connection, aiosqlite's thread calls back into the event loop.
    """
    try:
        return await work
    except DatabaseUnavailableError:
        await asyncio.sleep(LAST_CALLBACKS)
        raise
