"""A folder behind a real HTTP server."""

import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import override

type Request = socket.socket | tuple[bytes, socket.socket]


class _Handler(SimpleHTTPRequestHandler):
    @override
    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what failed to load is in the browser's console."""


class _Server(ThreadingHTTPServer):
    @override
    def handle_error(self, request: Request, client_address: object) -> None:
        """Say nothing of a browser that left before it had read everything."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


@contextmanager
def serve(directory: Path) -> Iterator[str]:
    """Yield the address, without a slash at its end, of the served folder."""
    handler = partial(_Handler, directory=str(directory))
    with _Server(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
