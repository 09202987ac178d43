"""Concurrent requests that use a synchronous engine, with few threads."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from anyio.to_thread import current_default_thread_limiter
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import create_engine

from antipatterns.dependencies import sync_session_dependency as wrong
from patterns.dependencies import sync_session_in_handler as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

REQUESTS = 6
THREADS = 2  # 40 by default: all of them wait for a connection, as these two do
PATIENCE = 0.5  # seconds to wait for a connection; 30 by default


async def count_failures(router: APIRouter, ask: Ask, folder: Path) -> int:
    """Send the requests at the same time; return how many of them fail."""
    app = FastAPI()
    app.include_router(router)
    url = f"sqlite:///{folder / 'stock.db'}"
    app.state.engine = create_engine(
        url, pool_size=1, max_overflow=0, pool_timeout=PATIENCE
    )
    limiter = current_default_thread_limiter()
    default, limiter.total_tokens = limiter.total_tokens, THREADS
    request = Request("GET", "http://shop/stock")

    responses = await asyncio.gather(*(ask(app, request) for _ in range(REQUESTS)))

    limiter.total_tokens = default
    app.state.engine.dispose()
    bodies = [r.json() for r in responses if r.status_code == 200]
    assert bodies == [{"count": 42}] * len(bodies)
    return REQUESTS - len(bodies)


async def test_requests_and_threads_wait_for_each_other(
    ask: Ask, tmp_path: Path, measured: Callable[[str], None]
) -> None:
    failures = await count_failures(wrong.router, ask, tmp_path)

    assert 0 < failures < REQUESTS
    measured(
        f"With {THREADS} threads and 1 connection, {failures} of {REQUESTS} concurrent "
        f"requests failed after {PATIENCE} s."
    )


async def test_every_request_gets_a_connection(ask: Ask, tmp_path: Path) -> None:
    assert await count_failures(right.router, ask, tmp_path) == 0
