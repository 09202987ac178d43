# /// bad
# ast-grep = ["STR-019"]
# harm = "tests/antipatterns/lifespan/test_start_log.py::test_password_is_logged_at_start"
# right = "examples/patterns/lifespan/start_log.py"
# ///
"""A line in the log that holds every setting."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog
from fastapi import FastAPI

from patterns.lifespan.start_log import Settings

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Say with which settings the app has started."""
    settings: Settings = app.state.settings
    logger.info("started", settings=settings.model_dump())
    yield


def create_app(settings: Settings) -> FastAPI:
    """Return an app with these settings."""
    app = FastAPI(lifespan=lifespan)
    app.state.settings = settings
    return app
