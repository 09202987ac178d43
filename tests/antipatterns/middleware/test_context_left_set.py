"""The request ID in the log of two messages, of which only one has an ID."""

from collections.abc import Awaitable, Callable

from asgi_correlation_id import correlation_id

from antipatterns.middleware import context_left_set as wrong
from app.core.request_ids import bound_request_id
from patterns.middleware import context_reset as right

MESSAGES = [right.Message("order_placed", "7f3a"), right.Message("nightly_report")]


async def log_of(
    handle_all: Callable[[list[right.Message], right.Handler], Awaitable[None]],
) -> list[tuple[str, str | None]]:
    """Return the name of each message, and the request ID that was logged."""
    log: list[tuple[str, str | None]] = []

    async def handle(message: right.Message) -> None:
        log.append((message.name, correlation_id.get()))

    with bound_request_id(None):
        await handle_all(MESSAGES, handle)
    return log


async def test_next_message_has_the_id_of_the_previous_one(
    measured: Callable[[str], None],
) -> None:
    [_, (name, request_id)] = await log_of(wrong.handle_all)

    assert (name, request_id) == ("nightly_report", "7f3a")
    measured(f"`{name}` was logged with the request ID of another message.")


async def test_request_id_ends_with_its_message() -> None:
    assert await log_of(right.handle_all) == [
        ("order_placed", "7f3a"),
        ("nightly_report", None),
    ]
