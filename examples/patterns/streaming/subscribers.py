"""A broadcast that drops a client that reads too slowly, or that has left."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass, field

from anyio import WouldBlock, create_memory_object_stream
from anyio.streams.memory import MemoryObjectSendStream

MAX_WAITING = 100  # messages for one client


@dataclass
class Broadcast:
    """Sends each message to every client."""

    clients: set[MemoryObjectSendStream[str]] = field(
        default_factory=set[MemoryObjectSendStream[str]]
    )

    def publish(self, message: str) -> None:
        """Queue the message for every client; end the stream of a full queue."""
        for client in self.clients.copy():
            try:
                client.send_nowait(message)
            except WouldBlock:
                self.clients.remove(client)
                client.close()

    async def messages(self) -> AsyncGenerator[str]:
        """Yield the messages from now on, until the client is too slow."""
        send, receive = create_memory_object_stream[str](MAX_WAITING)
        with send, receive:
            self.clients.add(send)
            try:
                async for message in receive:
                    yield message
            finally:
                self.clients.discard(send)
