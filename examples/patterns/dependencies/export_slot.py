"""Dependencies with `yield` that clean up after a failure, and pass it on."""

import asyncio
from collections.abc import AsyncGenerator

from fastapi import Depends, FastAPI, Request

from patterns.dependencies.exports import find_export


async def get_export_slot(request: Request) -> AsyncGenerator[None]:
    """Hold one of the app's export slots during the request."""
    slots: asyncio.Semaphore = request.app.state.export_slots
    async with slots:
        yield


async def count_failures(request: Request) -> AsyncGenerator[None]:
    """Count the requests that fail."""
    try:
        yield
    except Exception:
        request.app.state.failures += 1
        raise


def create_app() -> FastAPI:
    """Return an app that runs two exports at a time."""
    app = FastAPI()
    app.state.export_slots = asyncio.Semaphore(2)
    app.state.failures = 0

    @app.get(
        "/exports/{name}",
        dependencies=[
            Depends(count_failures),
            Depends(get_export_slot, scope="function"),
        ],
    )
    async def read_export(name: str) -> str:
        return find_export(name)

    return app
