# /// bad
# ast-grep = ["STREAM-004"]
# harm = "tests/antipatterns/streaming/test_unbounded_subscribers.py::test_queue_of_slow_reader_grows"
# right = "examples/patterns/streaming/subscribers.py"
# ///
"""A broadcast with an unbounded queue for each client."""

import asyncio
from collections.abc import AsyncGenerator


class Broadcast:
    """Sends each message to every client."""

    def __init__(self) -> None:
        self.queues: set[asyncio.Queue[str]] = set()

    def publish(self, message: str) -> None:
        """Queue the message for every client."""
        for queue in self.queues:
            queue.put_nowait(message)

    async def messages(self) -> AsyncGenerator[str]:
        """Yield the messages from now on."""
        queue: asyncio.Queue[str] = asyncio.Queue()
        self.queues.add(queue)
        while True:
            yield await queue.get()
