"""The operations on items, for the routes and for orders."""

from collections.abc import Mapping
from typing import Any

from app.core.errors import PreconditionFailedError
from app.core.etags import EntityTags
from app.core.pagination import Page
from app.items.exceptions import (
    ItemNotFoundError,
    ItemUnavailableError,
    OutOfStockError,
)
from app.items.models import Item
from app.items.repository import ItemRepository
from app.items.schemas import ItemCreate, ItemParams, ItemRead, ItemUpdate


class ItemService:
    """Takes and returns schemas, raises domain errors; the unit of work commits."""

    def __init__(self, items: ItemRepository) -> None:
        self.items = items

    async def create(self, data: ItemCreate) -> ItemRead:
        """Create an item."""
        item = Item(**data.model_dump())
        await self.items.add(item)
        return ItemRead.model_validate(item)

    async def read(self, item_id: int) -> ItemRead:
        """Return the item, also an archived one; ItemNotFoundError without one."""
        item = await self.items.get(item_id)
        if item is None:
            raise ItemNotFoundError(item_id)
        return ItemRead.model_validate(item)

    async def list_page(self, params: ItemParams) -> Page[ItemRead]:
        """Return one page of the items for sale."""
        items, total = await self.items.list_page(params)
        return Page[ItemRead].of(items, params, total)

    async def update(
        self, item_id: int, data: ItemUpdate, if_match: EntityTags
    ) -> ItemRead:
        """Update the fields that are set; PreconditionFailedError on a stale tag."""
        return await self._update(item_id, if_match, data.model_dump())

    async def archive(self, item_id: int, if_match: EntityTags) -> ItemRead:
        """Take the item off sale; orders that contain it keep it."""
        return await self._update(item_id, if_match, {"is_archived": True})

    async def reduce_stock(self, quantities: Mapping[int, int]) -> list[ItemRead]:
        """Subtract each quantity; ItemUnavailableError or OutOfStockError.

        The rows are locked in the order of their IDs, so that two orders of the same
        items wait for each other and never deadlock.
        """
        return [
            await self._reduce_stock(item_id, quantities[item_id])
            for item_id in sorted(quantities)
        ]

    async def increase_stock(self, quantities: Mapping[int, int]) -> None:
        """Add each quantity, in the lock order of `reduce_stock`."""
        for item_id in sorted(quantities):
            await self.items.increase_stock(item_id, quantities[item_id])

    async def _reduce_stock(self, item_id: int, quantity: int) -> ItemRead:
        item = await self.items.reduce_stock(item_id, quantity)
        if item is not None:
            return ItemRead.model_validate(item)
        unchanged = await self.items.get(item_id)
        if unchanged is None or unchanged.is_archived:
            raise ItemUnavailableError(item_id)
        raise OutOfStockError(item_id)

    async def _update(
        self, item_id: int, if_match: EntityTags, values: dict[str, Any]
    ) -> ItemRead:
        current = await self.read(item_id)
        if not if_match.match_strongly(current.etag):
            raise PreconditionFailedError
        updated = await self.items.update(item_id, current.version, values)
        if updated is None:  # a concurrent update committed first
            raise PreconditionFailedError
        return ItemRead.model_validate(updated)
