"""A name server that knows one address, which a test changes."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass

HEADER = 12  # bytes
TYPE_A = b"\x00\x01"


@dataclass
class NameServer:
    """Answers every question with one IPv4 address."""

    address: str
    port: int = 0

    def answer(self, query: bytes) -> bytes:
        """Return the response: no answer for other types, such as AAAA."""
        end = query.index(b"\0", HEADER) + 5
        question = query[HEADER:end]
        is_ipv4 = question[-4:-2] == TYPE_A
        counts = b"\x00\x01" + (b"\x00\x01" if is_ipv4 else b"\x00\x00") + bytes(4)
        head = query[:2] + b"\x81\x80" + counts
        record = (
            b"\xc0\x0c\x00\x01\x00\x01\x00\x00\x00\x01\x00\x04"  # the name, A, IN, 1 s
            + socket.inet_aton(self.address)
        )
        return head + question + (record if is_ipv4 else b"")


@contextmanager
def name_server(address: str) -> Generator[NameServer]:
    """Serve names on a free UDP port of 127.0.0.1."""
    server = NameServer(address)
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        server.port = listener.getsockname()[1]

        def serve() -> None:
            while True:
                query, client = listener.recvfrom(512)
                if not query:
                    return
                listener.sendto(server.answer(query), client)

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as stop:
                stop.sendto(b"", ("127.0.0.1", server.port))
            thread.join()
