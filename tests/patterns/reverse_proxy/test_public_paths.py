"""Which paths of the app a client outside reaches."""

from collections.abc import Callable
from pathlib import Path

import pytest
from surface import ALL

from tests.patterns.reverse_proxy.nginx_process import (
    FOLDER,
    Nginx,
    shop_files,
    shop_nginx,
)
from tests.patterns.reverse_proxy.upstreams import Recorder, recorder

OUTSIDE = "/api/"
DETOURS = ["/api/%2e%2e/metrics", "/api/..%2fmetrics", "//metrics", "/API/v1/items"]


def ask(proxy: Nginx, upstream: Recorder, paths: list[str]) -> list[str]:
    """Request each path; return the requests that reached the app."""
    with proxy.client() as client:
        for path in paths:
            client.get(path)
    return upstream.seen


def test_every_route_of_the_api_is_public_and_no_other(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    paths = {path.replace("{", "").replace("}", "") for _, path in ALL}
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
    ):
        assert proxy.has(shown(f"{FOLDER}/locations.conf::location /api/, location /"))
        reached = ask(proxy, upstream, sorted(paths))

    public = {path for path in paths if path.startswith(OUTSIDE)}
    assert {"/health", "/ready"} <= paths - public
    assert set(reached) == {f"GET {path}" for path in public}


@pytest.mark.parametrize("path", ["/metrics", "/docs", "/openapi.json", *DETOURS])
def test_internal_path_is_not_found(
    tmp_path: Path, shown: Callable[[str], str], path: str
) -> None:
    with (
        recorder() as upstream,
        shop_nginx(tmp_path, shop_files(shown), [upstream.port]) as proxy,
        proxy.client() as client,
    ):
        answer = client.get(path)

    assert (answer.status_code, upstream.seen) == (404, [])
    assert answer.headers["content-type"] == "application/problem+json"
