# /// bad
# also = { STR-007 = "the form that the guide converts" }
# basedpyright = ["reportDeprecated"]
# harm = "tests/antipatterns/migrating/test_lifespan.py::test_failed_startup_handler_leaves_a_connection_open"
# right = "examples/patterns/migrating/lifespan.py"
# ///
"""Handlers of startup and shutdown."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from fastapi import FastAPI


class Connection(Protocol):
    """What the app opens at its start."""

    async def aclose(self) -> None:
        """Close it."""


def create_app(connect: Callable[[str], Awaitable[Connection]]) -> FastAPI:
    """Return an app that needs a database and a broker."""
    app = FastAPI()

    @app.on_event("startup")
    async def open_connections() -> None:
        app.state.database = await connect("database")
        app.state.broker = await connect("broker")

    @app.on_event("shutdown")
    async def close_connections() -> None:
        await app.state.broker.aclose()
        await app.state.database.aclose()

    return app
