"""Servers behind the proxy: one that repeats what it saw, and one that fails."""

import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import override

from fastapi import FastAPI, Request
from servers import http_server


@contextmanager
def port_of(app: FastAPI) -> Generator[int]:
    """Serve the app with uvicorn; yield its port."""
    with http_server(app) as address:
        yield int(address.rpartition(":")[2])


def echo_app() -> FastAPI:
    """Return an app that answers with what it saw of the request."""
    app = FastAPI()

    @app.get("/api/echo")
    async def echo(request: Request) -> dict[str, str]:
        seen = {
            "client": request.client.host if request.client else "",
            "scheme": request.url.scheme,
        }
        return {**request.headers, **seen}

    return app


@dataclass
class Recorder:
    """A server that records each request before it behaves in its way."""

    behave: Callable[[BaseHTTPRequestHandler], None]
    seen: list[str] = field(default_factory=list[str])
    port: int = 0


def answer_ok(handler: BaseHTTPRequestHandler) -> None:
    """Answer 200 without a body."""
    handler.send_response(200)
    handler.send_header("Content-Length", "0")
    handler.end_headers()


def break_connection(handler: BaseHTTPRequestHandler) -> None:
    """Close the connection without an answer, as a killed process does."""
    handler.close_connection = True


@contextmanager
def recorder(
    behave: Callable[[BaseHTTPRequestHandler], None] = answer_ok,
    *,
    host: str = "127.0.0.1",
    port: int = 0,
) -> Generator[Recorder]:
    """Run a server in threads; it reads each request before it behaves."""
    record = Recorder(behave)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def handle_request(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            record.seen.append(f"{self.command} {self.path}")
            record.behave(self)

        do_GET = do_POST = do_PUT = handle_request  # noqa: N815 - names of http.server

        @override
        def log_message(self, format: str, *args: object) -> None:
            """Print nothing."""

    with ThreadingHTTPServer((host, port), Handler) as server:
        record.port = server.server_port
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield record
        finally:
            server.shutdown()
            thread.join()
