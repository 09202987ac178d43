"""A broadcast to one client that has stopped reading, and to five others."""

import asyncio
from collections.abc import Callable

from fastapi import WebSocket
from starlette.types import Message

from antipatterns.streaming import broadcast_in_a_loop as wrong
from patterns.streaming import subscribers as right

OTHERS = 5
PATIENCE = 0.2  # seconds


async def accepted(received: list[str], *, reads: bool) -> WebSocket:
    """Return an open WebSocket whose client reads, or has stopped."""

    async def receive() -> dict[str, str]:
        return {"type": "websocket.connect"}

    async def send(message: Message) -> None:
        if message["type"] == "websocket.send":
            if not reads:
                await asyncio.Event().wait()  # as uvicorn does with a full buffer
            received.append(message["text"])

    websocket = WebSocket({"type": "websocket"}, receive, send)
    await websocket.accept()
    return websocket


async def test_slow_client_delays_all_others(measured: Callable[[str], None]) -> None:
    received: list[str] = []
    manager = wrong.ConnectionManager()
    manager.connections.append(await accepted(received, reads=False))
    for _ in range(OTHERS):
        manager.connections.append(await accepted(received, reads=True))

    broadcast = asyncio.create_task(manager.broadcast("hello"))
    _, waiting = await asyncio.wait([broadcast], timeout=PATIENCE)
    broadcast.cancel()

    assert (len(waiting), received) == (1, [])
    measured(
        f"One client stopped reading, and {len(received)} of {OTHERS} others got the "
        "message."
    )


async def test_client_that_reads_gets_each_message() -> None:
    received: list[str] = []
    manager = wrong.ConnectionManager()
    manager.connections.append(await accepted(received, reads=True))

    await manager.broadcast("hello")

    assert received == ["hello"]


async def test_slow_client_delays_no_other() -> None:
    broadcast = right.Broadcast()
    clients = [broadcast.messages() for _ in range(1 + OTHERS)]
    firsts = [asyncio.ensure_future(anext(client)) for client in clients]
    await asyncio.sleep(0)
    broadcast.publish("hello")

    async with asyncio.timeout(PATIENCE):
        assert await asyncio.gather(*firsts[1:]) == ["hello"] * OTHERS
    await firsts[0]
    for client in clients:
        await client.aclose()
