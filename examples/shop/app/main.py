"""Puts the app together; nothing is built when this module is imported."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

import structlog
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import APIRouter, FastAPI, status
from pwdlib import PasswordHash
from starlette.middleware import Middleware

from app.core.config import Settings
from app.core.database import Database, create_engine
from app.core.logging import configure_logging
from app.core.middleware import AllowedHostsMiddleware, CatchAllMiddleware
from app.core.openapi import ProblemAPI
from app.core.passwords import PasswordHasher
from app.core.problems import add_problem_handlers, problem_responses
from app.health.router import router as health_router
from app.users.router import router as users_router

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open what the app leans on, and close it however the app ends."""
    settings: Settings = app.state.settings
    engine = create_engine(settings)
    app.state.database = Database(engine)
    app.state.password_hasher = PasswordHasher(PasswordHash.recommended())
    logger.info("started", environment=settings.environment)
    try:
        yield
    finally:
        await engine.dispose()
        logger.info("stopped")


def create_api_router() -> APIRouter:
    """Return version 1 of the API."""
    api = APIRouter(
        prefix="/api/v1",
        responses=problem_responses(
            status.HTTP_422_UNPROCESSABLE_CONTENT, status.HTTP_500_INTERNAL_SERVER_ERROR
        ),
    )
    api.include_router(users_router)
    return api


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return an app of its own; settings come from the environment when not given."""
    settings = settings or Settings()
    configure_logging(settings)
    app = ProblemAPI(
        title="Shop",
        debug=settings.debug,
        openapi_url=None if settings.in_production else "/openapi.json",
        lifespan=lifespan,
        redirect_slashes=False,
        middleware=[  # the first is the outermost
            Middleware(CorrelationIdMiddleware),
            Middleware(AllowedHostsMiddleware, allowed_hosts=settings.allowed_hosts),
            Middleware(CatchAllMiddleware),
        ],
    )
    app.state.settings = settings
    add_problem_handlers(app)
    app.include_router(health_router)
    app.include_router(create_api_router())
    return app
