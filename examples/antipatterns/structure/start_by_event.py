# /// bad
# basedpyright = ["reportDeprecated"]
# harm = "tests/antipatterns/structure/test_start_by_event.py::test_cache_is_never_opened"
# right = "examples/patterns/structure/start_by_lifespan.py"
# ///
"""Work at start-up that is registered as an event."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open what the app needs for as long as it serves."""
    app.state.opened = ["database"]
    yield


def create_app() -> FastAPI:
    """Build an app with a lifespan, and an event from before it had one."""
    app = FastAPI(lifespan=lifespan)

    @app.on_event("startup")
    async def open_cache() -> None:
        app.state.opened.append("cache")

    return app
