from collections.abc import Callable
from inspect import Parameter, signature

from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient

from antipatterns.structure import depends_as_default
from patterns.structure import dependency_aliases

type Measured = Callable[[str], None]


async def served(router: APIRouter) -> str:
    app = FastAPI()
    app.include_router(router)
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://test"
    ) as client:
        price: str = (await client.get("/prices/250")).json()
    return price


async def test_direct_call_gets_depends_object(measured: Measured) -> None:
    price = await depends_as_default.read_price(250)

    assert await served(depends_as_default.router) == "2.50 EUR"
    assert price.startswith("2.50 Depends(")
    measured(f"Called by a test, the function returned: {price.partition('(')[0]}(…)")


async def test_alias_is_a_plain_parameter() -> None:
    assert await served(dependency_aliases.router) == "2.50 EUR"
    assert await dependency_aliases.read_price(250, "SEK") == "2.50 SEK"
    parameters = signature(dependency_aliases.read_price).parameters
    assert parameters["currency"].default is Parameter.empty
