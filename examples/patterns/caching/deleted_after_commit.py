"""A cache entry that is deleted after the change is committed."""

from typing import Annotated

from cashews import Cache
from fastapi import APIRouter, BackgroundTasks, Depends, Request
from sqlalchemy import update
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class Price(Base):
    """The price of an item."""

    __tablename__ = "prices"

    item_id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int]


async def get_cache(request: Request) -> Cache:
    """Return the cache that the lifespan created."""
    cache: Cache = request.app.state.cache
    return cache


CacheDep = Annotated[Cache, Depends(get_cache)]
router = APIRouter()


@router.put("/prices/{item_id}", status_code=204)
async def set_price(
    item_id: int,
    cents: int,
    session: SessionDep,
    cache: CacheDep,
    tasks: BackgroundTasks,
) -> None:
    """Change the price; the task runs after the unit of work has committed."""
    price = update(Price).where(Price.item_id == item_id)
    await session.execute(price.values(cents=cents))
    tasks.add_task(cache.delete, f"price:{item_id}")
