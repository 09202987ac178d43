"""An exchange rate that is a number, or an error at the call."""

from httpx import AsyncClient
from pydantic import BaseModel, PositiveFloat, TypeAdapter

RATES = TypeAdapter(dict[str, PositiveFloat])


class Rate(BaseModel):
    """What the service for exchange rates sends."""

    rate: PositiveFloat


async def read_rate(client: AsyncClient) -> float:
    """Return how many dollars a euro costs."""
    response = await client.get("/rates/EUR-USD")
    return Rate.model_validate_json(response.content).rate


async def read_rates(client: AsyncClient) -> dict[str, float]:
    """Return what one euro costs in each currency."""
    response = await client.get("/rates/EUR")
    return RATES.validate_json(response.content)
