"""Whether a page of another site may read what a visitor is answered."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.security import any_origin as wrong
from app.config import Settings
from app.core.metrics import Metrics
from app.main import create_middleware

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
OURS = "https://shop.example"
EVIL = "https://evil.example"


async def read_with_cookie(app: FastAPI, ask: Ask, origin: str) -> str | None:
    """Ask as a page of this origin does; return what the browser lets it read.

    With cookies, both headers have to be there, and the first may not be `*`.
    """
    headers = {"Origin": origin, "Cookie": "session=ada"}
    answer = await ask(app, Request("GET", "http://shop/me", headers=headers))
    assert answer.status_code == 200
    told = [
        answer.headers.get(f"access-control-allow-{name}")
        for name in ("origin", "credentials")
    ]
    return answer.text if told == [origin, "true"] else None


async def test_any_page_reads_with_the_visitors_cookie(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    read = await read_with_cookie(wrong.create_app(), ask, EVIL)

    assert read == '"What only ada may see."'
    measured(f"`{EVIL}`, with a cookie, was answered {read}, and allowed to read it.")


async def test_the_shops_layers_name_our_origin_alone(ask: Ask) -> None:
    app = FastAPI(
        middleware=create_middleware(Settings(cors_origins=[OURS]), Metrics())
    )

    @app.get("/me")
    async def read_me() -> str:
        return "What only Ada may see."

    told: dict[str, str | None] = {}
    for origin in (OURS, EVIL):
        request = Request("GET", "http://shop/me", headers={"Origin": origin})
        answer = await ask(app, request)
        told[origin] = answer.headers.get("access-control-allow-origin")
        assert await read_with_cookie(app, ask, origin) is None

    assert told == {OURS: OURS, EVIL: None}
