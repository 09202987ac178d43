# /// bad
# ast-grep = ["STR-007"]
# basedpyright = ["reportDeprecated"]
# harm = "tests/antipatterns/structure/test_on_event_handler.py::test_on_event_handler_never_runs"
# right = "examples/patterns/structure/lifespan_handler.py"
# ///
"""A startup event handler in an app that also has a lifespan."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the app's resources at startup."""
    app.state.opened = ["database"]
    yield


def create_app() -> FastAPI:
    """Return an app with a lifespan and an older event handler."""
    app = FastAPI(lifespan=lifespan)

    @app.on_event("startup")
    async def open_cache() -> None:
        app.state.opened.append("cache")

    return app
