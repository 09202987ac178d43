"""The queries on items. It flushes; the unit of work commits."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from app.items.models import Item
from app.items.schemas import ItemParams

COLUMNS: dict[str, InstrumentedAttribute[Any]] = {
    "id": Item.id,
    "name": Item.name,
    "price": Item.price,
}


class ItemRepository:
    """Reads and writes items in one session."""

    def __init__(self, session: AsyncSession) -> None:
        self.session = session

    async def get(self, item_id: int) -> Item | None:
        """Return the current row, or None."""
        return await self.session.get(Item, item_id, populate_existing=True)

    async def add(self, item: Item) -> None:
        """Insert an item; the flush gives it an ID."""
        self.session.add(item)
        await self.session.flush()

    async def list_page(self, params: ItemParams) -> tuple[Sequence[Item], int]:
        """Return one page of the matching items, and the number of all of them."""
        query = select_items(params)
        total = await self.session.scalar(
            select(func.count()).select_from(query.subquery())
        )
        rows = await self.session.scalars(
            query.order_by(*sort_order(params.sort))
            .offset(params.offset)
            .limit(params.page_size)
        )
        return rows.all(), total or 0

    async def update(
        self, item_id: int, version: int, values: dict[str, Any]
    ) -> Item | None:
        """Update the item if it still has this version, else return None.

        One statement compares and writes, so one of two concurrent updates finds no
        row.
        """
        return await self._update(item_id, Item.version == version, **values)

    async def reduce_stock(self, item_id: int, quantity: int) -> Item | None:
        """Subtract from the stock; None if it is too small or the item is archived."""
        is_enough = Item.is_archived.is_(False) & (Item.stock >= quantity)
        return await self._update(item_id, is_enough, stock=Item.stock - quantity)

    async def increase_stock(self, item_id: int, quantity: int) -> None:
        """Add to the stock."""
        await self._update(item_id, stock=Item.stock + quantity)

    async def _update(
        self, item_id: int, *conditions: ColumnElement[bool], **values: object
    ) -> Item | None:
        return await self.session.scalar(
            update(Item)
            .where(Item.id == item_id, *conditions)
            .values(version=Item.version + 1, **values)
            .returning(Item)
            .execution_options(populate_existing=True, synchronize_session=False)
        )


def select_items(params: ItemParams) -> Select[Item]:
    """Select the items for sale that match the filters."""
    query = select(Item).where(Item.is_archived.is_(False))
    if params.name:
        query = query.where(Item.name.icontains(params.name, autoescape=True))
    if params.min_price is not None:
        query = query.where(Item.price >= params.min_price)
    if params.max_price is not None:
        query = query.where(Item.price <= params.max_price)
    if params.in_stock:
        query = query.where(Item.stock > 0)
    return query


def sort_order(sort: str) -> list[ColumnElement[Any]]:
    """Return the sort order; the ID breaks ties, so that pages do not overlap."""
    column = COLUMNS[sort.removeprefix("-")]
    first = column.desc() if sort.startswith("-") else column.asc()
    return [first, Item.id.asc()]
