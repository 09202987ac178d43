from collections.abc import Callable

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from antipatterns.structure import on_event_handler
from patterns.structure import lifespan_handler

type Measured = Callable[[str], None]


async def opened(app: FastAPI) -> list[str]:
    async with LifespanManager(app):
        return list(app.state.opened)


async def call_handler(app: FastAPI) -> list[str]:
    """Call the registered handler; return the open resources."""
    [open_cache] = app.router.on_startup
    await open_cache()
    return list(app.state.opened)


async def test_on_event_handler_never_runs(measured: Measured) -> None:
    with pytest.warns(DeprecationWarning, match="on_event is deprecated"):
        app = on_event_handler.create_app()

    resources = await opened(app)

    assert resources == ["database"]
    assert await call_handler(app) == ["database", "cache"]
    measured(f"The app started and opened only: {', '.join(resources)}.")


async def test_lifespan_opens_both() -> None:
    app = lifespan_handler.create_app()

    assert await opened(app) == ["database", "cache"]
