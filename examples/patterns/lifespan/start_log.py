"""One line in the log at start, and one at the end."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI
from pydantic import BaseModel

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


class Settings(BaseModel):
    """What a deployment sets; the version is the commit that was built."""

    version: str
    environment: str
    database_url: str


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Say what has started, and that it has stopped."""
    settings: Settings = app.state.settings
    logger.info("started", version=settings.version, environment=settings.environment)
    yield
    logger.info("stopped")


def create_app(settings: Settings) -> FastAPI:
    """Return an app with these settings."""
    app = FastAPI(lifespan=lifespan)
    app.state.settings = settings
    return app
