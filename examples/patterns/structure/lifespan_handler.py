"""Startup and shutdown in one lifespan function."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the app's resources at startup, close them at shutdown."""
    app.state.opened = ["database"]
    app.state.opened.append("cache")
    yield
    app.state.opened.clear()


def create_app() -> FastAPI:
    """Build an app with a lifespan."""
    return FastAPI(lifespan=lifespan)
