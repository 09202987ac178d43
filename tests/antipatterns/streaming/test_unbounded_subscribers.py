"""Two clients of a broadcast: one stops reading, one leaves."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from typing import Protocol

from antipatterns.streaming import unbounded_subscribers as wrong
from patterns.streaming import subscribers as right

PUBLISHED = 10_000


class Broadcast(Protocol):
    """Sends each message to every client."""

    def publish(self, message: str) -> None:
        """Queue the message for every client."""

    def messages(self) -> AsyncGenerator[str]:
        """Yield the messages from now on."""
        ...


async def read_first(broadcast: Broadcast, count: int) -> AsyncGenerator[str]:
    """Subscribe a client, publish, and read one message; return the stream."""
    client = broadcast.messages()
    first = asyncio.ensure_future(anext(client))
    await asyncio.sleep(0)
    for number in range(count):
        broadcast.publish(str(number))
    assert await first == "0"
    return client


async def test_queue_of_slow_reader_grows(measured: Callable[[str], None]) -> None:
    broadcast = wrong.Broadcast()
    client = await read_first(broadcast, PUBLISHED)
    waiting = sum(queue.qsize() for queue in broadcast.queues)
    await client.aclose()

    assert (waiting, len(broadcast.queues)) == (PUBLISHED - 1, 1)
    measured(
        f"{waiting:,} messages waited for a client that had stopped reading; its queue "
        "stayed after it had disconnected."
    )


async def test_slow_reader_is_dropped() -> None:
    broadcast = right.Broadcast()
    client = await read_first(broadcast, PUBLISHED)
    waiting = [message async for message in client]

    assert len(waiting) <= right.MAX_WAITING
    assert len(broadcast.clients) == 0


async def test_client_that_leaves_is_removed() -> None:
    broadcast = right.Broadcast()
    client = await read_first(broadcast, 1)
    await client.aclose()

    assert len(broadcast.clients) == 0
