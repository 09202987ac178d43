"""A cache of schemas, of which each request gets its own copy."""

from pydantic import BaseModel, ConfigDict
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.cache import ResponseCache

DISCOUNT = 50  # cents


class Base(DeclarativeBase):
    """The tables of this example."""


class Item(Base):
    """An item for sale."""

    __tablename__ = "items"

    id: Mapped[int] = mapped_column(primary_key=True)
    cents: Mapped[int]


class ItemRead(BaseModel):
    """What is cached: plain values, without a session."""

    model_config = ConfigDict(from_attributes=True, frozen=True)

    id: int
    cents: int


async def member_price(
    session: AsyncSession, cache: ResponseCache, item_id: int
) -> int:
    """Return the price for a member, from an item at most a minute old."""

    async def load() -> ItemRead:
        return ItemRead.model_validate(await session.get_one(Item, item_id))

    item = await cache.read(f"item:v1:{item_id}", ItemRead, load, 60)
    return item.cents - DISCOUNT
