"""Two concurrent requests of two accounts, and the calls of one request."""

import asyncio
from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.dependencies import account_on_instance as wrong
from patterns.dependencies import session_account as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type Create = Callable[[right.Load], FastAPI]


class CountedAccounts:
    """Counts how often an account is looked up."""

    def __init__(self) -> None:
        self.lookups = 0

    def get(self, _key: str | None, _default: str) -> str:
        """Return the only account."""
        self.lookups += 1
        return "Ana"


def request(session: str) -> Request:
    return Request("GET", "http://shop/me", headers={"Cookie": f"session={session}"})


async def read_both(create_app: Create, ask: Ask) -> tuple[str, str]:
    """Send both requests; each handler waits until the other has begun."""
    app = create_app(asyncio.Barrier(2).wait)
    first, second = await asyncio.gather(ask(app, request("1")), ask(app, request("2")))
    return first.json(), second.json()


async def count_lookups(create_app: Create, ask: Ask) -> int:
    """Return how often one request looks its account up."""
    app = create_app(asyncio.Barrier(1).wait)
    app.state.accounts = CountedAccounts()
    assert (await ask(app, request("1"))).json() == "Ana"
    lookups: int = app.state.accounts.lookups
    return lookups


async def test_request_gets_the_account_of_another(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    first, _ = await read_both(wrong.create_app, ask)

    assert first == "Bo"
    measured(f"The request of Ana was answered as a request of {first}.")


async def test_each_request_gets_its_account(ask: Ask) -> None:
    assert await read_both(right.create_app, ask) == ("Ana", "Bo")


async def test_equal_instances_run_once_per_request(ask: Ask) -> None:
    assert await count_lookups(right.create_app, ask) == 1
    assert await count_lookups(wrong.create_app, ask) == 2
