# /// bad
# ast-grep = ["CACHE-003"]
# harm = "tests/antipatterns/caching/test_deleted_before_commit.py::test_concurrent_read_caches_the_old_price_again"
# right = "examples/patterns/caching/deleted_after_commit.py"
# ///
"""A cache entry that is deleted before the change is committed."""

from fastapi import APIRouter
from sqlalchemy import update

from app.core.dependencies import SessionDep
from patterns.caching.deleted_after_commit import CacheDep, Price

router = APIRouter()


@router.put("/prices/{item_id}", status_code=204)
async def set_price(
    item_id: int, cents: int, session: SessionDep, cache: CacheDep
) -> None:
    """Change the price; the unit of work commits after this function."""
    price = update(Price).where(Price.item_id == item_id)
    await session.execute(price.values(cents=cents))
    await cache.delete(f"price:{item_id}")
