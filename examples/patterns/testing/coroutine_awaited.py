"""An assertion about the result of a coroutine."""


class Outbox:
    """Messages that wait to be sent."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages

    async def waiting(self) -> int:
        """Return how many there are."""
        return len(self.messages)


async def test_message_is_kept(outbox: Outbox) -> None:
    assert await outbox.waiting() == 1
