"""Logins while nothing listens where Valkey should be."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import FastAPI
from httpx import Request, Response
from limits import RateLimitItemPerMinute
from logged_process import free_port
from servers import valkey_server
from valkey.asyncio import Valkey
from valkey.asyncio.retry import Retry
from valkey.backoff import NoBackoff

from antipatterns.reliability import needs_valkey as wrong
from app.core.errors import RateLimitedError
from app.core.problems import add_problem_handlers
from app.core.rate_limits import create_rate_limiter
from app.core.valkey import ValkeyGuard

LOG_IN = Request("POST", "http://test/token?account=ada")


def absent_valkey() -> Valkey:
    port = free_port()
    return Valkey(host="127.0.0.1", port=port, retry=Retry(NoBackoff(), 0))


async def test_nobody_logs_in_while_valkey_is_away(
    ask: Callable[[FastAPI, Request], Awaitable[Response]],
    measured: Callable[[str], None],
) -> None:
    app = FastAPI()
    app.state.valkey = absent_valkey()
    app.include_router(wrong.router)

    statuses = [(await ask(app, LOG_IN)).status_code for _ in range(3)]

    assert statuses == [500, 500, 500]
    measured(f"{len(statuses)} logins were answered {statuses[0]}.")


async def test_it_counts_while_valkey_is_there(
    ask: Callable[[FastAPI, Request], Awaitable[Response]],
) -> None:
    app = FastAPI()
    app.include_router(wrong.router)
    add_problem_handlers(app)

    with valkey_server() as server:
        app.state.valkey = Valkey(host="127.0.0.1", port=server.port)
        asked = [await ask(app, LOG_IN) for _ in range(wrong.MOST + 1)]
        await app.state.valkey.aclose()

    statuses = [response.status_code for response in asked]
    assert statuses == [200] * wrong.MOST + [429]


async def test_attempts_are_counted_in_the_process_meanwhile() -> None:
    guard = ValkeyGuard(timeout=0.25)
    limiter = create_rate_limiter(guard, absent_valkey())
    rate = RateLimitItemPerMinute(2)

    for _ in range(2):
        await limiter.check(rate, "login-account", "ada")
    with pytest.raises(RateLimitedError):
        await limiter.check(rate, "login-account", "ada")

    assert guard.is_failing
