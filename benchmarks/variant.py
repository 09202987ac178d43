"""The shop with one change: without one feature, or with one tuning."""

import ctypes
import os
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from typing import Any
from unittest.mock import patch

from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app import main
from app.core import database, middleware
from app.core.metrics import MetricsMiddleware
from app.health.router import read_health

PROBE = "probe on the app itself"


def without(*layers: object) -> FastAPI:
    """Return the app without these middleware classes; ValueError for a missing one."""
    app = main.create_app()
    kept = [layer for layer in app.user_middleware if layer.cls not in layers]
    if len(kept) + len(layers) != len(app.user_middleware):
        raise ValueError(f"not all of {layers} are layers of the app")
    app.user_middleware = kept
    return app


def without_rate_limits() -> FastAPI:
    """Return an app without rate limits."""

    async def allow() -> None:
        """Count nothing."""

    # An override would cost more than the limit: FastAPI resolves it per request.
    with patch.object(main, "limit_requests", allow):
        return main.create_app()


def with_engine(**options: object) -> FastAPI:
    """Return an app with other engine options."""
    make: Any = create_async_engine  # whose types differ for each option

    def create(url: URL, **given: object) -> AsyncEngine:
        engine: AsyncEngine = make(url, **given | options)
        return engine

    patch.object(database, "create_async_engine", create).start()
    return main.create_app()


def with_probe_on_app() -> FastAPI:
    """Return an app with `/health` as its first route, outside any router."""
    app = main.create_app()
    app.add_api_route("/health", read_health)
    app.router.routes.insert(0, app.router.routes.pop())
    return app


def with_trimmed_memory() -> FastAPI:
    """Return an app that returns freed memory to the system after its start."""
    app = main.create_app()
    start = app.router.lifespan_context

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with start(app):
            ctypes.CDLL("libc.so.6").malloc_trim(0)
            yield

    app.router.lifespan_context = lifespan
    return app


CREATE: Mapping[str, Callable[[], FastAPI]] = {
    "no security headers": lambda: without(middleware.SecurityHeadersMiddleware),
    "no request ids": lambda: without(CorrelationIdMiddleware),
    "no metrics": lambda: without(MetricsMiddleware),
    "no host check, no CORS": lambda: without(TrustedHostMiddleware, CORSMiddleware),
    "no rate limit": without_rate_limits,
    "no pre-ping": lambda: with_engine(pool_pre_ping=False),
    "reads in autocommit": lambda: with_engine(isolation_level="AUTOCOMMIT"),
    PROBE: with_probe_on_app,
    "malloc_trim after start": with_trimmed_memory,
}
"""Each change by the title that the page shows."""


def create_app() -> FastAPI:
    """Return the variant that `BENCHMARK_VARIANT` names."""
    return CREATE[os.environ["BENCHMARK_VARIANT"]]()
