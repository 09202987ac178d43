"""One function for startup and shutdown."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Protocol

from fastapi import FastAPI


class Connection(Protocol):
    """What the app opens at its start."""

    async def aclose(self) -> None:
        """Close it."""


def create_app(connect: Callable[[str], Awaitable[Connection]]) -> FastAPI:
    """Return an app that needs a database and a broker."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as opened:
            app.state.database = await connect("database")
            opened.push_async_callback(app.state.database.aclose)
            app.state.broker = await connect("broker")
            opened.push_async_callback(app.state.broker.aclose)
            yield

    return FastAPI(lifespan=lifespan)
