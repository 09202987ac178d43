# /// bad
# ast-grep = ["STREAM-004-loop"]
# harm = "tests/antipatterns/streaming/test_broadcast_in_a_loop.py::test_slow_client_delays_all_others"
# right = "examples/patterns/streaming/subscribers.py"
# ///
"""A broadcast that waits for one client after the other."""

from dataclasses import dataclass, field

from fastapi import WebSocket


@dataclass
class ConnectionManager:
    """Keeps the open WebSockets."""

    connections: list[WebSocket] = field(default_factory=list[WebSocket])

    async def broadcast(self, message: str) -> None:
        """Send the message to every client."""
        for connection in self.connections:
            await connection.send_text(message)
