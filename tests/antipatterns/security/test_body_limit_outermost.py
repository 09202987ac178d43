"""Which headers a 413 has, depending on the place of the body limit."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.security import body_limit_of_app, body_limit_outermost
from app.config import Settings
from app.core.metrics import Metrics
from app.main import create_middleware

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
OURS = "https://shop.example"
WANTED = ["x-content-type-options", "access-control-allow-origin"]


async def missing_headers(app: FastAPI, ask: Ask) -> dict[int, list[str]]:
    """Send a small body and a large one from a page; return what each answer lacks."""
    missing: dict[int, list[str]] = {}
    for count in (1, 1_000):
        headers = {"Origin": OURS}
        words = ["tea"] * count
        request = Request("POST", "http://shop/words", json=words, headers=headers)
        answer = await ask(app, request)
        lacks = [name for name in WANTED if name not in answer.headers]
        missing[answer.status_code] = lacks
    return missing


async def test_413_of_outermost_limit_lacks_headers(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    missing = await missing_headers(body_limit_outermost.create_app(), ask)

    assert missing == {200: [], 413: WANTED}
    names = " and ".join(f"`{name}`" for name in missing[413])
    measured(f"The 200 lacked no header; the 413 lacked {names}.")


async def test_413_of_app_limit_lacks_headers(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    missing = await missing_headers(body_limit_of_app.create_app(), ask)

    assert missing == {200: [], 413: WANTED}
    names = " and ".join(f"`{name}`" for name in missing[413])
    measured(f"The 200 lacked no header; the 413 lacked {names}.")


async def test_shop_order_adds_headers_to_413(ask: Ask) -> None:
    settings = Settings(cors_origins=[OURS], max_body_size=1_000)
    app = FastAPI(middleware=create_middleware(settings, Metrics()))

    @app.post("/words")
    async def count(words: list[str]) -> int:
        return len(words)

    assert await missing_headers(app, ask) == {200: [], 413: []}


async def test_router_limit_adds_headers_to_413(ask: Ask) -> None:
    app = FastAPI(
        middleware=create_middleware(Settings(cors_origins=[OURS]), Metrics())
    )
    router = APIRouter(max_body_size=1_000)

    @router.post("/words")
    async def count(words: list[str]) -> int:
        return len(words)

    app.include_router(router)

    assert await missing_headers(app, ask) == {200: [], 413: []}
