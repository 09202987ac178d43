from decimal import Decimal

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncSession

from app.items.models import Item
from app.items.repository import ItemRepository
from app.items.schemas import ItemParams


@pytest.fixture
async def stored(session: AsyncSession) -> tuple[Item, Item]:
    tea, cup = [Item(name=name, price=Decimal(1), stock=5) for name in ("Tea", "Cup")]
    session.add_all([tea, cup])
    await session.flush()
    return tea, cup


async def test_update_of_old_version_changes_nothing(
    session: AsyncSession, stored: tuple[Item, Item]
) -> None:
    tea, cup = stored
    items = ItemRepository(session)

    first = await items.update(cup.id, 1, {"name": "Mug"})
    second = await items.update(cup.id, 1, {"name": "Lost"})

    assert first is cup
    assert second is None
    assert [(item.name, item.version) for item in (tea, cup)] == [
        ("Tea", 1),
        ("Mug", 2),
    ]


async def test_stock_of_one_item_is_reduced_and_increased(
    session: AsyncSession, stored: tuple[Item, Item]
) -> None:
    tea, cup = stored
    items = ItemRepository(session)

    reduced = await items.reduce_stock(cup.id, 5)
    refused = await items.reduce_stock(cup.id, 1)
    await items.increase_stock(cup.id, 2)

    assert reduced is cup
    assert refused is None
    assert [(item.stock, item.version) for item in (tea, cup)] == [(5, 1), (2, 3)]


async def test_get_returns_the_current_row(
    session: AsyncSession, stored: tuple[Item, Item]
) -> None:
    tea, _ = stored
    await session.execute(
        update(Item).values(stock=1).execution_options(synchronize_session=False)
    )

    found = await ItemRepository(session).get(tea.id)

    assert found is tea
    assert tea.stock == 1


async def test_total_counts_all_pages(
    session: AsyncSession, stored: tuple[Item, Item]
) -> None:
    tea, _ = stored

    page = await ItemRepository(session).list_page(ItemParams(page_size=1))

    assert page == ([tea], 2)


async def test_empty_table_has_total_zero(session: AsyncSession) -> None:
    assert await ItemRepository(session).list_page(ItemParams()) == ([], 0)
