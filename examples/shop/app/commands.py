"""Ends a command with one line, where a traceback would hide what to do."""

import asyncio
import sys
from collections.abc import Coroutine, Generator
from contextlib import contextmanager
from typing import Any

from app.config import InvalidSettingsError
from app.core.errors import (
    AppError,
    DatabaseUnavailableError,
    TransactionAbortedError,
)

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
    except TransactionAbortedError:
        sys.exit("Another transaction holds a lock on the table. Run it again.")
    except AppError as error:
        sys.exit(error.detail)


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
