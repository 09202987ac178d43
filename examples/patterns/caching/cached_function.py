"""A pure function under `lru_cache`, whose arguments decide everything."""

from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession


@lru_cache(maxsize=1000)
def gross(cents: int, country: str) -> int:
    """Return the price with tax."""
    return cents * (119 if country == "DE" else 120) // 100


class PriceService:
    """Lives for one request, with its session."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    def gross(self, cents: int, country: str) -> int:
        """Return the price with tax."""
        return gross(cents, country)
