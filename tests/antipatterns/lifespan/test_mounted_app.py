"""The response of a mounted app that has a lifespan."""

from collections.abc import Awaitable, Callable

from asgi_lifespan import LifespanManager
from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.lifespan import mounted_without_lifespan as wrong
from patterns.lifespan import mounted_app as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

REPORTS = Request("GET", "http://shop/reports/")


async def test_mounted_app_is_never_opened(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = wrong.create_app()

    async with LifespanManager(app):
        response = await ask(app, REPORTS)

    assert response.status_code == 500
    measured(f"The mounted app returned {response.status_code} to every request.")


async def test_parent_opens_the_mounted_app(ask: Ask) -> None:
    app = right.create_app()

    async with LifespanManager(app):
        response = await ask(app, REPORTS)
        names = response.json()

    assert names == ["sales"]


async def test_included_router_is_opened() -> None:
    router = APIRouter(prefix="/reports", lifespan=right.open_reports)
    app = FastAPI()
    app.include_router(router)

    async with LifespanManager(app):
        assert app.state.reports == ["sales"]
    assert app.state.reports == []
