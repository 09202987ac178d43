# /// bad
# mypy = ["no-any-return"]
# ast-grep = ["TYPE-003"]
# harm = "tests/antipatterns/typing_code/test_any_from_json.py::test_changed_response_reaches_the_price"
# right = "examples/patterns/typing_code/validated_json.py"
# ///
"""An exchange rate that is whatever the other service sends."""

from typing import cast

from httpx import AsyncClient


async def read_rate(client: AsyncClient) -> float:
    """Return how many dollars a euro costs."""
    response = await client.get("/rates/EUR-USD")
    return response.json()["rate"]


async def read_rates(client: AsyncClient) -> dict[str, float]:
    """Return what one euro costs in each currency."""
    response = await client.get("/rates/EUR")
    return cast("dict[str, float]", response.json())
