"""A service that begins to send its rates as text."""

from collections.abc import AsyncGenerator, Callable

import pytest
from httpx import AsyncClient, MockTransport, Request, Response
from pydantic import ValidationError

from antipatterns.typing_code import any_from_json as wrong
from patterns.typing_code import validated_json as right


def answer(request: Request) -> Response:
    """Send a rate as text, and all rates with one that is missing."""
    if request.url.path.endswith("USD"):
        return Response(200, json={"rate": "2"})
    return Response(200, json={"USD": 2, "GBP": None})


@pytest.fixture
async def client() -> AsyncGenerator[AsyncClient]:
    transport = MockTransport(answer)
    async with AsyncClient(transport=transport, base_url="http://rates") as client:
        yield client


async def test_changed_response_reaches_the_price(
    client: AsyncClient, measured: Callable[[str], None]
) -> None:
    rate, rates = await wrong.read_rate(client), await wrong.read_rates(client)

    price = rate * 3
    found: list[object] = [price, rates]
    assert found == ["222", {"USD": 2, "GBP": None}]
    measured(f"3 euros cost {price!r} dollars, and a rate of type `float` was None.")


async def test_text_is_converted_and_a_missing_rate_is_refused(
    client: AsyncClient,
) -> None:
    assert await right.read_rate(client) * 3 == pytest.approx(6)
    with pytest.raises(ValidationError, match="GBP"):
        await right.read_rates(client)


async def test_complete_rates_are_returned() -> None:
    transport = MockTransport(lambda _: Response(200, json={"USD": 2}))
    async with AsyncClient(transport=transport, base_url="http://rates") as client:
        assert await right.read_rates(client) == {"USD": 2}
