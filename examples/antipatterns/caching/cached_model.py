# /// bad
# harm = "tests/antipatterns/caching/test_cached_model.py::test_discount_of_one_request_changes_the_next"
# right = "examples/patterns/caching/cached_schema.py"
# ///
"""A cache of ORM objects, which all requests share."""

from cachetools import TTLCache
from sqlalchemy.ext.asyncio import AsyncSession

from patterns.caching.cached_schema import DISCOUNT, Item


async def member_price(
    session: AsyncSession, cache: TTLCache[int, Item], item_id: int
) -> int:
    """Return the price for a member, from an item at most a minute old."""
    item = cache.get(item_id)
    if item is None:
        item = cache[item_id] = await session.get_one(Item, item_id)
    item.cents -= DISCOUNT
    return item.cents
