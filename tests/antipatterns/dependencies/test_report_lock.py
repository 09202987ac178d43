"""Whether a request still holds its lock while its background task runs."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.dependencies import lock_until_sent as wrong
from patterns.dependencies import lock_until_return as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def count_held(app: FastAPI, ask: Ask) -> int:
    """Return how many background tasks of one request found the lock held."""
    response = await ask(app, Request("GET", "http://shop/report"))
    assert response.json() is True
    held: list[bool] = app.state.locked_in_task
    assert len(held) == 1
    return sum(held)


async def test_lock_is_held_during_the_background_task(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    held = await count_held(wrong.create_app(), ask)

    assert held == 1
    measured(f"{held} of 1 background task ran while the request held the lock.")


async def test_lock_is_free_before_the_background_task(ask: Ask) -> None:
    assert await count_held(right.create_app(), ask) == 0
