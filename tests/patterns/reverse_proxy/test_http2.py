"""HTTP/2 at the proxy: many requests over one connection, and how they are counted."""

from collections.abc import Callable, Generator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Event

from logged_process import START_SECONDS, wait_until

from tests.patterns.reverse_proxy.nginx_process import Changes, shop_files, shop_nginx
from tests.patterns.reverse_proxy.upstreams import Recorder, answer_ok, recorder

type Shown = Callable[[str], str]

ITEMS = "/api/v1/items"
AT_ONCE = 5
FEW: Changes = {"locations.conf": {"connections 100;": f"connections {AT_ONCE};"}}


@contextmanager
def holding(release: Event) -> Generator[Recorder]:
    """Run a server that answers nothing until it is released."""

    def wait(handler: BaseHTTPRequestHandler) -> None:
        release.wait(START_SECONDS)
        answer_ok(handler)

    with recorder(wait) as upstream:
        try:
            yield upstream
        finally:
            release.set()


def test_requests_share_a_connection_and_each_counts_as_one(
    tmp_path: Path, shown: Shown
) -> None:
    release = Event()
    with (
        holding(release) as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port], FEW) as proxy,
        proxy.http2_client() as client,
        ThreadPoolExecutor(AT_ONCE + 1) as pool,
    ):
        held = [pool.submit(client.get, ITEMS) for _ in range(AT_ONCE)]
        wait_until(lambda: len(upstream.seen) == AT_ONCE, "all requests to be held")
        one_more = pool.submit(client.get, ITEMS)
        wait_until(lambda: '"status": "429"' in proxy.log, "one more to be refused")
        release.set()
        served = [answer.result() for answer in held]
        refused = one_more.result()

    assert {answer.http_version for answer in [*served, refused]} == {"HTTP/2"}
    assert [answer.status_code for answer in served] == [200] * AT_ONCE
    assert (refused.status_code, len(upstream.seen)) == (429, AT_ONCE)
