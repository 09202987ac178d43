# /// bad
# ast-grep = ["STR-015"]
# harm = "tests/antipatterns/lifespan/test_exit_stack.py::test_failed_start_leaves_a_connection_open"
# right = "examples/patterns/lifespan/exit_stack.py"
# ///
"""Two connections that are closed only if nothing fails."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

from patterns.lifespan.exit_stack import Connect


def create_app(connect: Connect) -> FastAPI:
    """Return an app that needs a database and a broker."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        app.state.database = await connect("database")
        app.state.broker = await connect("broker")
        yield
        await app.state.broker.aclose()
        await app.state.database.aclose()

    return FastAPI(lifespan=lifespan)
