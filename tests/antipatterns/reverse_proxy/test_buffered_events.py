"""An event stream whose server waits after the first event."""

from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

from tests.patterns.reverse_proxy.nginx_process import shop_files, shop_nginx
from tests.patterns.reverse_proxy.upstreams import recorder

WRONG = "examples/antipatterns/reverse_proxy/buffered_events.conf"
RIGHT = "examples/patterns/reverse_proxy/streams.conf"
PATIENCE = 2  # seconds after which the server ends the stream


def count_early(folder: Path, files: dict[str, str]) -> int:
    """Return how many events arrive while the stream is open: the first, or none."""
    received = Event()
    in_time: list[bool] = []

    def send_events(handler: BaseHTTPRequestHandler) -> None:
        handler.close_connection = True
        handler.send_response(200)
        handler.send_header("Content-Type", "text/event-stream")
        handler.send_header("Connection", "close")
        handler.end_headers()
        handler.wfile.write(b"data: 1\n\n")
        in_time.append(received.wait(PATIENCE))
        handler.wfile.write(b"data: 2\n\n")

    with (
        recorder(send_events) as upstream,
        shop_nginx(folder, files, [upstream.port]) as proxy,
        proxy.client() as client,
        client.stream("GET", "/api/v1/events") as answer,
    ):
        events = [
            line for line in received_lines(answer.iter_lines(), received) if line
        ]

    assert events == ["data: 1", "data: 2"]
    return in_time.count(True)


def received_lines(lines: Iterator[str], received: Event) -> Iterator[str]:
    """Yield the lines; tell the server when the first one has arrived."""
    for line in lines:
        received.set()
        yield line


def test_event_waits_for_the_end_of_the_stream(
    tmp_path: Path, shown: Callable[[str], str], measured: Callable[[str], None]
) -> None:
    files = shop_files(shown, locations=shown(WRONG))

    early = count_early(tmp_path, files)

    assert early == 0
    measured(
        f"{early} of 2 events reached the client before the stream ended, although the"
        " server had sent the first one two seconds earlier."
    )


def test_event_arrives_while_the_stream_is_open(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    files = shop_files(shown, locations=shown(RIGHT))

    assert count_early(tmp_path, files) == 1
