"""What a client without a token gets from each router."""

from collections.abc import Awaitable, Callable

from accounts import SignIn
from fastapi import APIRouter, FastAPI
from httpx import Request, Response

from antipatterns.authorization import open_route as wrong
from patterns.authorization import closed_router as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]


async def anonymous(app: FastAPI, ask: Ask, router: APIRouter) -> list[Response]:
    """Request both routes without a token."""
    app.include_router(router)
    paths = ("/invoices", "/invoices/export")
    return [await ask(app, Request("GET", f"http://test{path}")) for path in paths]


async def test_route_without_dependency_is_open(
    app: FastAPI, ask: Ask, sign_in: SignIn, measured: Callable[[str], None]
) -> None:
    listed, exported = await anonymous(app, ask, wrong.router)
    own = await (await sign_in()).get("/invoices")

    assert (listed.status_code, exported.status_code) == (401, 200)
    assert len(exported.json()) == 3
    assert own.json() == wrong.INVOICES[1]
    measured(
        f"A client without a token downloaded {len(exported.json())} invoices of"
        f" {len(wrong.INVOICES)} customers."
    )


async def test_router_dependency_closes_every_route(
    app: FastAPI, ask: Ask, sign_in: SignIn
) -> None:
    listed, exported = await anonymous(app, ask, right.router)
    ada = await sign_in()

    assert (listed.status_code, exported.status_code) == (401, 401)
    assert (await ada.get("/invoices")).json() == right.INVOICES[1]
    assert (await ada.get("/invoices/export")).status_code == 200
