# /// bad
# mypy = ["comparison-overlap"]
# harm = "tests/antipatterns/testing/test_coroutine_compared.py::test_empty_outbox_passes"
# right = "examples/patterns/testing/coroutine_awaited.py"
# ///
"""An assertion about a coroutine instead of its result."""


class Outbox:
    """Messages that wait to be sent."""

    def __init__(self, messages: list[str]) -> None:
        self.messages = messages

    async def waiting(self) -> int:
        """Return how many there are."""
        return len(self.messages)


async def test_message_is_kept(outbox: Outbox) -> None:
    assert outbox.waiting() != 0
