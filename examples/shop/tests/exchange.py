"""An HTTP exchange as text, for the pages that show one."""

import json
import socket
from urllib.parse import urlsplit

from httpx import Headers, Response

REQUEST_ID = "5f2d0c6e9b0f4c0e8a3c1d2e3f405162"
SHOWN_HEADERS = ["Content-Type", "X-Request-ID", "Allow"]


def as_http(response: Response) -> str:
    """Return request and response: first lines, telling headers, indented bodies."""
    request = response.request
    asked = f"{request.method} {request.url.raw_path.decode()} HTTP/1.1"
    answered = f"HTTP/1.1 {response.status_code} {response.reason_phrase}"
    return "\n\n".join(
        [
            as_message(asked, request.headers, request.content),
            as_message(answered, response.headers, response.content),
        ]
    )


def as_message(first_line: str, headers: Headers, content: bytes) -> str:
    """Return one half of the exchange."""
    shown = [name for name in SHOWN_HEADERS if name in headers]
    lines = [first_line, *[f"{name}: {headers[name]}" for name in shown]]
    if content:
        body = json.dumps(json.loads(content), indent=2, ensure_ascii=False)
        lines += ["", body]
    return "\n".join(lines)


def exchange_raw(address: str, request: bytes) -> bytes:
    """Send bytes that no client library would; return all until the server closes."""
    url = urlsplit(address)
    received: list[bytes] = []
    with socket.create_connection((url.hostname, url.port), 10) as connection:
        connection.sendall(request)
        while chunk := connection.recv(65_536):
            received.append(chunk)
    return b"".join(received)
