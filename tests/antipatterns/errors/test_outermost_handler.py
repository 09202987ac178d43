"""Which headers a 500 has."""

from collections.abc import Callable

import httpx
from asgi_correlation_id import CorrelationIdMiddleware
from fastapi import FastAPI
from servers import http_server
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware

from antipatterns.errors import outermost_handler as wrong
from app.core.middleware import CatchAllMiddleware

ORIGIN = "https://shop.example"
EXPECTED_HEADERS = ["x-request-id", "access-control-allow-origin"]


def missing_headers(app: FastAPI) -> dict[int, list[str]]:
    """Call a route that works and one that fails; return the headers each lacks."""

    @app.get("/works")
    def works() -> None:
        return

    @app.get("/fails")
    def fails() -> None:
        raise RuntimeError

    missing: dict[int, list[str]] = {}
    with (
        http_server(app) as address,
        httpx.Client(base_url=address, headers={"Origin": ORIGIN}) as client,
    ):
        for path in ("/works", "/fails"):
            answer = client.get(path)
            lacks = [name for name in EXPECTED_HEADERS if name not in answer.headers]
            missing[answer.status_code] = lacks
    return missing


def test_500_lacks_headers_of_the_middleware(
    measured: Callable[[str], None],
) -> None:
    missing = missing_headers(wrong.create_app())

    assert missing == {200: [], 500: EXPECTED_HEADERS}
    names = " and ".join(f"`{name}`" for name in missing[500])
    measured(f"The 200 lacked no header; the 500 lacked {names}.")


def test_inner_catch_all_gets_the_headers() -> None:
    app = FastAPI(
        middleware=[
            Middleware(CorrelationIdMiddleware),
            Middleware(CORSMiddleware, allow_origins=[ORIGIN]),
            Middleware(CatchAllMiddleware),
        ]
    )

    assert missing_headers(app) == {200: [], 500: []}
