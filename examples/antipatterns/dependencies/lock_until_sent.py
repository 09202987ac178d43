# /// bad
# ast-grep = ["DEP-008"]
# harm = "tests/antipatterns/dependencies/test_report_lock.py::test_lock_is_held_during_the_background_task"
# right = "examples/patterns/dependencies/lock_until_return.py"
# ///
"""A lock that is released after the response and its background tasks."""

import asyncio
from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import BackgroundTasks, Depends, FastAPI, Request


async def get_report_lock(request: Request) -> AsyncGenerator[asyncio.Lock]:
    """Hold the app's lock: one report is written at a time."""
    lock: asyncio.Lock = request.app.state.report_lock
    async with lock:
        yield lock


ReportLock = Annotated[asyncio.Lock, Depends(get_report_lock)]


def create_app() -> FastAPI:
    """Return an app that writes a report, with a background task."""
    app = FastAPI()
    app.state.report_lock = asyncio.Lock()
    app.state.locked_in_task = []

    async def note_lock(lock: asyncio.Lock) -> None:
        app.state.locked_in_task.append(lock.locked())

    @app.get("/report")
    async def read_report(lock: ReportLock, tasks: BackgroundTasks) -> bool:
        tasks.add_task(note_lock, lock)
        return lock.locked()

    return app
