from decimal import Decimal

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from app.items.models import Item


@pytest.fixture
async def tea(session: AsyncSession) -> Item:
    item = Item(name="Tea", price=Decimal("4.50"), stock=10)
    session.add(item)
    await session.commit()
    return item


@pytest.fixture
async def cup(session: AsyncSession, tea: Item) -> Item:
    item = Item(name="Cup", price=Decimal("12.00"), stock=tea.stock - 7)
    session.add(item)
    await session.commit()
    return item
