"""Concurrent requests that use a synchronous engine, with the default pool."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import create_engine

from antipatterns.dependencies import sync_session_dependency as wrong
from patterns.dependencies import sync_session_in_handler as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

REQUESTS = 60
PATIENCE = 1  # seconds to wait for a connection; 30 by default


async def count_failures(router: APIRouter, ask: Ask, folder: Path) -> int:
    """Send the requests at the same time; return how many of them fail."""
    app = FastAPI()
    app.include_router(router)
    url = f"sqlite:///{folder / 'stock.db'}"
    app.state.engine = create_engine(url, pool_timeout=PATIENCE)
    request = Request("GET", "http://shop/stock")

    responses = await asyncio.gather(*(ask(app, request) for _ in range(REQUESTS)))

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
        f"{failures} of {REQUESTS} concurrent requests failed after {PATIENCE} s, with "
        "the default pool and the default number of threads."
    )


async def test_every_request_gets_a_connection(ask: Ask, tmp_path: Path) -> None:
    assert await count_failures(right.router, ask, tmp_path) == 0
