# /// bad
# harm = "tests/antipatterns/middleware/test_context_left_set.py::test_next_message_has_the_id_of_the_previous_one"
# right = "examples/patterns/middleware/context_reset.py"
# ///
"""A consumer that sets the request ID of each message."""

from asgi_correlation_id import correlation_id

from patterns.middleware.context_reset import Handler, Message


async def handle_all(messages: list[Message], handle: Handler) -> None:
    """Handle each message with the ID of the request that caused it."""
    for message in messages:
        if message.request_id:
            correlation_id.set(message.request_id)
        await handle(message)
