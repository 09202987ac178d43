# /// bad
# ast-grep = ["STREAM-004-loop"]
# harm = "tests/antipatterns/streaming/test_broadcast_in_a_loop.py::test_slow_client_delays_all_others"
# right = "examples/patterns/streaming/subscribers.py"
# ///
"""A broadcast that waits for one client after the other."""

from fastapi import WebSocket


class ConnectionManager:
    """Keeps the open WebSockets."""

    def __init__(self) -> None:
        self.connections: list[WebSocket] = []

    async def broadcast(self, message: str) -> None:
        """Send the message to every client."""
        for connection in self.connections:
            await connection.send_text(message)
