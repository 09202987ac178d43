"""Logins while Valkey is down."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import Request, Response
from limits import RateLimitItemPerMinute
from logged_process import free_port
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from servers import valkey_server

from antipatterns.reliability import rate_limit_without_fallback as wrong
from app.core.circuit_breaker import THRESHOLD
from app.core.errors import RateLimitedError
from app.core.problems import add_problem_handlers
from app.core.rate_limits import RateLimiter
from app.core.valkey import create_valkey

LOG_IN = Request("POST", "http://test/token?account=ada")


def client_of(port: int) -> Redis:
    return Redis(host="127.0.0.1", port=port, retry=Retry(NoBackoff(), 0))


async def test_login_fails_while_valkey_is_down(
    ask: Callable[[FastAPI, Request], Awaitable[Response]],
    measured: Callable[[str], None],
) -> None:
    app = FastAPI()
    app.state.valkey = client_of(free_port())
    app.include_router(wrong.router)

    statuses = [(await ask(app, LOG_IN)).status_code for _ in range(3)]

    assert statuses == [500, 500, 500]
    measured(f"{len(statuses)} of {len(statuses)} logins got {statuses[0]}.")


async def test_login_is_limited_while_valkey_is_up(
    ask: Callable[[FastAPI, Request], Awaitable[Response]],
) -> None:
    app = FastAPI()
    app.include_router(wrong.router)
    add_problem_handlers(app)

    with valkey_server() as server:
        app.state.valkey = client_of(server.port)
        asked = [await ask(app, LOG_IN) for _ in range(wrong.LIMIT + 1)]
        await app.state.valkey.aclose()

    statuses = [response.status_code for response in asked]
    assert statuses == [200] * wrong.LIMIT + [429]


async def test_limiter_counts_in_memory_while_valkey_is_down() -> None:
    valkey = create_valkey(f"valkey://127.0.0.1:{free_port()}", timeout=0.25)
    limiter = RateLimiter(bytes(32), valkey)
    rate = RateLimitItemPerMinute(THRESHOLD)

    for _ in range(THRESHOLD):
        await limiter.check(rate, "login-account", "ada")
    with pytest.raises(RateLimitedError):
        await limiter.check(rate, "login-account", "ada")

    assert valkey.breaker.is_open
    await valkey.aclose()
