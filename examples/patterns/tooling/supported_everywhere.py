"""A module that works on every supported Python."""

from asyncio import Queue


def stop(queue: Queue[str | None], consumers: int) -> None:
    """End every consumer of the queue."""
    for _ in range(consumers):
        queue.put_nowait(None)
