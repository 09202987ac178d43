from decimal import Decimal
from typing import override

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.errors import PreconditionFailedError
from app.core.etags import EntityTags
from app.items.models import Item
from app.items.repository import ItemRepository
from app.items.schemas import ItemUpdate
from app.items.service import ItemService


class RacingRepository(ItemRepository):
    """A concurrent update changes each item right after it was read."""

    @override
    async def get(self, item_id: int) -> Item | None:
        item = await super().get(item_id)
        await self.session.execute(
            update(Item)
            .values(version=Item.version + 1)
            .execution_options(synchronize_session=False)
        )
        return item


async def test_update_after_a_concurrent_update_is_refused(
    session: AsyncSession,
) -> None:
    tea = Item(name="Tea", price=Decimal(1), stock=1)
    session.add(tea)
    await session.flush()
    service = ItemService(RacingRepository(session))

    with pytest.raises(PreconditionFailedError):
        await service.update(tea.id, ItemUpdate(name="Lost"), EntityTags(is_any=True))

    await session.refresh(tea)
    assert (tea.name, tea.version) == ("Tea", 2)
