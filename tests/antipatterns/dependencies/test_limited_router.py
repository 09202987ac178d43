"""How often a client may try a code, on each route of a router."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI
from fastapi.routing import APIRoute
from httpx import Request, Response
from limits import parse

from antipatterns.dependencies import limit_per_route as wrong
from app.core.problems import add_problem_handlers
from app.core.rate_limits import RateLimiter, RateLimits, limit_requests
from patterns.dependencies import limited_router as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]

ATTEMPTS = 50
LIMIT = 5


def create_app(router: APIRouter) -> FastAPI:
    """Return an app that allows a client five requests an hour."""
    app = FastAPI()
    add_problem_handlers(app)
    rate = parse(f"{LIMIT}/hour")
    app.state.rate_limits = RateLimits(rate, rate, rate, rate, rate)
    app.state.rate_limiter = RateLimiter(b"secret")
    app.include_router(router)
    return app


async def count_answers(app: FastAPI, ask: Ask, method: str, path: str) -> int:
    """Try codes; return how many requests are answered."""
    answered = 0
    for number in range(ATTEMPTS):
        url = f"http://shop/vouchers/{number}{path}"
        response = await ask(app, Request(method, url))
        assert response.status_code in {200, 429}
        answered += response.status_code == 200
    return answered


async def test_route_without_the_limit_is_unlimited(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    app = create_app(wrong.router)

    read = await count_answers(app, ask, "GET", "")
    redeemed = await count_answers(app, ask, "POST", "/redeem")

    assert (read, redeemed) == (LIMIT, ATTEMPTS)
    measured(
        f"A client tried {redeemed} voucher codes in one hour; the limit is {LIMIT}."
    )


async def test_every_route_is_limited(ask: Ask) -> None:
    read = await count_answers(create_app(right.router), ask, "GET", "")
    redeemed = await count_answers(create_app(right.router), ask, "POST", "/redeem")

    assert (read, redeemed) == (LIMIT, LIMIT)


async def test_dependency_of_router_and_route_runs_once(ask: Ask) -> None:
    calls: list[str] = []

    async def check() -> str:
        calls.append("check")
        return "Ana"

    app = FastAPI(dependencies=[Depends(check)])

    @app.get("/me")
    async def read_me(name: Annotated[str, Depends(check)]) -> str:
        return name

    assert (await ask(app, Request("GET", "http://shop/me"))).json() == "Ana"
    assert calls == ["check"]


def find_routes_without(
    dependency: Callable[..., object], router: APIRouter
) -> set[str]:
    """Return the paths of the routes that lack the dependency."""
    return {
        route.path
        for route in router.routes
        if isinstance(route, APIRoute)
        and dependency not in {each.dependency for each in route.dependencies}
    }


def test_only_listed_routes_lack_the_limit() -> None:
    assert find_routes_without(limit_requests, right.router) == set()
    missing = find_routes_without(limit_requests, wrong.router)
    assert missing == {"/vouchers/{code}/redeem"}
