# /// bad
# ruff = ["B019"]
# harm = "tests/antipatterns/caching/test_cached_method.py::test_cached_method_keeps_every_service_alive"
# right = "examples/patterns/caching/cached_function.py"
# ///
"""A method under `lru_cache`, which keeps the object of each request."""

from functools import lru_cache

from sqlalchemy.ext.asyncio import AsyncSession


class PriceService:
    """Lives for one request, with its session."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    @lru_cache(maxsize=1000)
    def gross(self, cents: int, country: str) -> int:
        """Return the price with tax."""
        return cents * (119 if country == "DE" else 120) // 100
