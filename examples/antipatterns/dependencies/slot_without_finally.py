# /// bad
# ast-grep = ["DEP-001"]
# harm = "tests/antipatterns/dependencies/test_export_slot.py::test_failed_requests_keep_their_slots"
# right = "examples/patterns/dependencies/export_slot.py"
# ///
"""A dependency that releases its slot only after a request that succeeds."""

import asyncio
from collections.abc import AsyncGenerator

from fastapi import Depends, FastAPI, Request

from patterns.dependencies.exports import find_export


async def get_export_slot(request: Request) -> AsyncGenerator[None]:
    """Hold one of the app's export slots during the request."""
    slots: asyncio.Semaphore = request.app.state.export_slots
    await slots.acquire()
    yield
    slots.release()


def create_app() -> FastAPI:
    """Return an app that runs two exports at a time."""
    app = FastAPI()
    app.state.export_slots = asyncio.Semaphore(2)

    @app.get(
        "/exports/{name}",
        dependencies=[Depends(get_export_slot, scope="function")],
    )
    async def read_export(name: str) -> str:
        return find_export(name)

    return app
