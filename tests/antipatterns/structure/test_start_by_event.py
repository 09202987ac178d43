from collections.abc import Callable

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from antipatterns.structure import start_by_event
from patterns.structure import start_by_lifespan

type Measured = Callable[[str], None]


async def opened(app: FastAPI) -> list[str]:
    async with LifespanManager(app):
        return list(app.state.opened)


async def called_by_hand(app: FastAPI) -> list[str]:
    """Return what is open after the registered function was called."""
    [open_cache] = app.router.on_startup
    await open_cache()
    return list(app.state.opened)


async def test_cache_is_never_opened(measured: Measured) -> None:
    with pytest.warns(DeprecationWarning, match="on_event is deprecated"):
        app = start_by_event.create_app()

    resources = await opened(app)

    assert resources == ["database"]
    assert await called_by_hand(app) == ["database", "cache"]
    measured(f"The app started, having opened: {', '.join(resources)}.")


async def test_lifespan_opens_both() -> None:
    app = start_by_lifespan.create_app()

    assert await opened(app) == ["database", "cache"]
