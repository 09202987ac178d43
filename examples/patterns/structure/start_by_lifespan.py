"""Work at start-up, and its end, in one function."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open what the app needs for as long as it serves."""
    app.state.opened = ["database"]
    app.state.opened.append("cache")
    yield
    app.state.opened.clear()


def create_app() -> FastAPI:
    """Build an app with a lifespan."""
    return FastAPI(lifespan=lifespan)
