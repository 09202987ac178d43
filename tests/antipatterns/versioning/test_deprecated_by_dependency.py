"""Which responses of a version announce its end, and how."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from asgi_lifespan import LifespanManager
from fastapi import APIRouter, FastAPI, HTTPException
from httpx import Request, Response

from antipatterns.versioning import deprecated_by_dependency as wrong
from patterns.versioning import sunset as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
DEPRECATED = datetime(2026, 1, 1, tzinfo=UTC)
SUNSET = datetime(2027, 1, 1, tzinfo=UTC)
DOCS = "https://shop.example/v2"

router = APIRouter(prefix="/articles")


@router.get("/{article_id}")
async def read_article(article_id: int) -> str:
    if article_id == 1:
        return "lamp"
    raise HTTPException(404)


async def read(app: FastAPI, path: str, ask: Ask) -> Response:
    """Send a GET."""
    return await ask(app, Request("GET", f"http://test{path}"))


async def test_errors_lack_the_header_and_no_date_is_given(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = wrong.create_app(router)

    found = await read(app, "/api/v1/articles/1", ask)
    missing = await read(app, "/api/v1/articles/2", ask)

    assert (found.status_code, missing.status_code) == (200, 404)
    assert "deprecation" not in missing.headers
    assert found.headers["deprecation"] == "true"
    measured(
        f"The {found.status_code} had `Deprecation: {found.headers['deprecation']}`,"
        f" without a date; the {missing.status_code} had no such header."
    )


def create_app() -> FastAPI:
    """Return an app with a version that ends and one that does not."""
    app = FastAPI()
    for version in ("v1", "v2"):
        app.include_router(router, prefix=f"/api/{version}")
    headers = right.sunset_headers(DEPRECATED, SUNSET, DOCS)
    app.add_middleware(right.SunsetMiddleware, prefix="/api/v1/", headers=headers)
    return app


async def test_every_response_of_the_old_version_has_both_dates(ask: Ask) -> None:
    app = create_app()

    answers = [
        await read(app, f"/api/v1/articles/{article_id}", ask)
        for article_id in ("1", "2", "x")
    ]

    assert [answer.status_code for answer in answers] == [200, 404, 422]
    for answer in answers:
        seconds = int(answer.headers["deprecation"].removeprefix("@"))
        assert datetime.fromtimestamp(seconds, UTC) == DEPRECATED
        assert parsedate_to_datetime(answer.headers["sunset"]) == SUNSET
        assert answer.links["deprecation"]["url"] == DOCS


async def test_other_version_and_lifespan_are_unchanged(ask: Ask) -> None:
    app = create_app()

    async with LifespanManager(app):
        answer = await read(app, "/api/v2/articles/1", ask)

    assert answer.status_code == 200
    assert "deprecation" not in answer.headers
