"""Creates the app from its domains and core; importing this module builds nothing."""

from collections.abc import AsyncGenerator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta

import structlog
from anyio import move_on_after
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import APIRouter, Depends, FastAPI, status
from pwdlib import PasswordHash
from starlette.middleware import Middleware
from starlette.middleware.body_limit import RequestBodyLimitMiddleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app import APP_NAME
from app.auth.router import router as auth_router
from app.config import Settings, load_settings
from app.core.cache import create_cache
from app.core.database import Database, create_engine
from app.core.flags import DEFAULTS as DEFAULT_FLAGS
from app.core.headers import HeaderLinesMiddleware
from app.core.logging import configure_logging
from app.core.metrics import Metrics, MetricsMiddleware
from app.core.metrics import router as metrics_router
from app.core.middleware import (
    HSTS,
    SECURITY_HEADERS,
    CatchAllMiddleware,
    HeadMiddleware,
    SecurityHeadersMiddleware,
)
from app.core.openapi import ProblemAPI
from app.core.passwords import PasswordHasher
from app.core.problems import add_problem_handlers, problem_responses
from app.core.rate_limits import RateLimiter, RateLimits, limit_requests
from app.core.request_ids import is_request_id
from app.core.schema import Schema
from app.core.telemetry import create_telemetry
from app.core.tokens import AccessTokens
from app.core.valkey import create_valkey
from app.dashboard.router import router as dashboard_router
from app.health.router import router as health_router
from app.items.router import router as items_router
from app.models import load_models
from app.notifications.router import router as notifications_router
from app.orders.router import router as orders_router
from app.users.router import router as users_router
from app.users.router import router_v2 as users_router_v2

CORS_ALLOW_METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
CORS_ALLOW_HEADERS = ["Authorization", "Idempotency-Key", "If-Match", "If-None-Match"]
CORS_EXPOSE_HEADERS = ["ETag", "Location", "Retry-After", "X-Request-ID"]

logger: structlog.stdlib.BoundLogger = structlog.get_logger(__name__)


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the app's connections at start, and close them at the end."""
    settings: Settings = app.state.settings
    async with AsyncExitStack() as opened:
        opened.callback(logger.info, "stopped")
        await open_connections(app, settings, opened)
        with move_on_after(settings.ready_timeout):
            await app.state.schema.report(app.state.database)
        logger.info(
            "started", version=settings.version, environment=settings.environment
        )
        yield


async def open_connections(
    app: FastAPI, settings: Settings, opened: AsyncExitStack
) -> None:
    """Open them in the app's state; the stack closes each, also if another fails."""
    engine = create_engine(settings.database_url, settings.database_options)
    opened.push_async_callback(engine.dispose)
    app.state.database = Database(engine)
    app.state.schema = Schema()
    app.state.password_hasher = PasswordHasher(
        PasswordHash.recommended(),
        settings.password_hash_concurrency,
        settings.password_hash_max_waiting,
    )
    url = settings.valkey_url
    valkey = (
        create_valkey(url.get_secret_value(), settings.valkey_timeout) if url else None
    )
    if valkey:
        opened.push_async_callback(valkey.aclose)
    signing_key = next(iter(settings.signing_keys.values()))
    app.state.valkey = valkey
    app.state.rate_limiter = RateLimiter(signing_key, valkey)
    app.state.cache = create_cache(valkey, settings.cache_max_bytes)


def create_rate_limits(settings: Settings) -> RateLimits:
    """Return the limit of each purpose."""
    return RateLimits(
        requests=settings.rate_limit,
        sign_up=settings.sign_up_rate_limit,
        login=settings.login_rate_limit,
        login_account=settings.login_account_rate_limit,
        login_ip=settings.login_ip_rate_limit,
    )


def include_version(app: FastAPI, version: str, *routers: APIRouter) -> None:
    """Serve the routers below `/api/<version>`.

    A 413 is a problem for a chunked body, and plain text for a declared length.
    """
    responses = problem_responses(
        status.HTTP_400_BAD_REQUEST,
        status.HTTP_413_CONTENT_TOO_LARGE,
        status.HTTP_422_UNPROCESSABLE_CONTENT,
        status.HTTP_429_TOO_MANY_REQUESTS,
        status.HTTP_500_INTERNAL_SERVER_ERROR,
        status.HTTP_503_SERVICE_UNAVAILABLE,
    )
    too_large = responses[status.HTTP_413_CONTENT_TOO_LARGE]
    too_large["content"] = {"text/plain": {"schema": {"type": "string"}}}
    for router in routers:
        app.include_router(
            router,
            prefix=f"/api/{version}",
            dependencies=[Depends(limit_requests)],
            responses=responses,
        )


def create_middleware(settings: Settings, metrics: Metrics) -> list[Middleware]:
    """Return the middleware around every route; the first is the outermost."""
    hsts = HSTS if settings.in_production else {}
    return [
        Middleware(HeaderLinesMiddleware),
        Middleware(SecurityHeadersMiddleware, headers=SECURITY_HEADERS | hsts),
        Middleware(
            CorrelationIdMiddleware,
            validator=is_request_id,
        ),
        Middleware(MetricsMiddleware, metrics=metrics),
        Middleware(
            TrustedHostMiddleware,
            allowed_hosts=settings.allowed_hosts,
            www_redirect=False,
        ),
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=CORS_ALLOW_METHODS,
            allow_headers=CORS_ALLOW_HEADERS,
            expose_headers=CORS_EXPOSE_HEADERS,
        ),
        Middleware(RequestBodyLimitMiddleware, max_body_size=settings.max_body_size),
        Middleware(HeadMiddleware),
        Middleware(CatchAllMiddleware),
    ]


def create_access_tokens(settings: Settings) -> AccessTokens:
    """Return tokens signed with the keys of the settings."""
    return AccessTokens(
        settings.signing_keys,
        settings.jwt_issuer,
        settings.jwt_audience,
        timedelta(minutes=settings.access_token_minutes),
    )


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return a new app; without settings it reads them from the environment."""
    settings = settings or load_settings()
    configure_logging(
        settings.log_level, as_json=settings.in_production, log_sql=settings.debug
    )
    load_models()
    metrics = Metrics()
    app = ProblemAPI(
        title=APP_NAME.capitalize(),
        debug=settings.debug,
        openapi_url=None if settings.in_production else "/openapi.json",
        lifespan=lifespan,
        redirect_slashes=False,
        middleware=create_middleware(settings, metrics),
        telemetry=create_telemetry(enabled=settings.tracing),
    )
    app.state.settings = settings
    app.state.tokens = create_access_tokens(settings)
    app.state.metrics = metrics
    app.state.flags = {**DEFAULT_FLAGS, **settings.flags}
    app.state.rate_limits = create_rate_limits(settings)
    add_problem_handlers(app)
    app.include_router(health_router)
    app.include_router(metrics_router)
    include_version(
        app,
        "v1",
        auth_router,
        users_router,
        items_router,
        orders_router,
        notifications_router,
        dashboard_router,
    )
    include_version(app, "v2", users_router_v2)
    return app
