"""Whether a page of another origin reads a response with the user's cookie."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.security import cors_any_origin as wrong
from app.config import Settings
from app.core.metrics import Metrics
from app.main import create_middleware

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
OURS = "https://shop.example"
EVIL = "https://evil.example"


async def read_with_cookie(app: FastAPI, ask: Ask, origin: str) -> str | None:
    """Send a request as a page of this origin; return what the browser lets it read.

    With cookies the browser wants both headers, and no `*` in the first.
    """
    headers = {"Origin": origin, "Cookie": "session=ada"}
    answer = await ask(app, Request("GET", "http://shop/me", headers=headers))
    assert answer.status_code == 200
    allowed = [
        answer.headers.get(f"access-control-allow-{name}")
        for name in ("origin", "credentials")
    ]
    return answer.text if allowed == [origin, "true"] else None


async def test_other_origin_reads_response_with_cookie(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    read = await read_with_cookie(wrong.create_app(), ask, EVIL)

    assert read == '"Private data of ada."'
    measured(f"A page of `{EVIL}` read {read} with Ada's cookie.")


async def test_shop_allows_its_own_origin_only(ask: Ask) -> None:
    app = FastAPI(
        middleware=create_middleware(Settings(cors_origins=[OURS]), Metrics())
    )

    @app.get("/me")
    async def read_me() -> str:
        return "Private data."

    allowed: dict[str, str | None] = {}
    for origin in (OURS, EVIL):
        request = Request("GET", "http://shop/me", headers={"Origin": origin})
        answer = await ask(app, request)
        allowed[origin] = answer.headers.get("access-control-allow-origin")
        assert await read_with_cookie(app, ask, origin) is None

    assert allowed == {OURS: OURS, EVIL: None}
