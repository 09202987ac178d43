"""Free slots after requests that failed."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.dependencies import slot_without_finally as wrong
from patterns.dependencies import export_slot as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def count_free_slots(app: FastAPI, ask: Ask, *names: str) -> int:
    """Request these exports; return how many slots can be taken afterwards."""
    for name in names:
        await ask(app, Request("GET", f"http://shop/exports/{name}"))
    slots = app.state.export_slots
    free = 0
    while not slots.locked():
        await slots.acquire()
        free += 1
    return free


async def test_failed_requests_keep_their_slots(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    assert await count_free_slots(wrong.create_app(), ask, "orders") == 2

    free = await count_free_slots(wrong.create_app(), ask, "unknown", "unknown")

    assert free == 0
    measured(f"After two requests that ended with a 404, {free} of 2 slots were free.")


async def test_failed_requests_release_their_slots(ask: Ask) -> None:
    app = right.create_app()

    free = await count_free_slots(app, ask, "unknown", "unknown", "orders")

    assert free == 2
