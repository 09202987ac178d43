"""Each consumer of a queue reads one sentinel."""

from asyncio import Queue

from patterns.tooling.supported_everywhere import stop


def test_each_consumer_gets_a_sentinel() -> None:
    queue: Queue[str | None] = Queue()

    stop(queue, consumers=2)

    assert [queue.get_nowait() for _ in range(2)] == [None, None]
    assert queue.empty()
