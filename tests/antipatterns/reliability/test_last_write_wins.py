"""Two editors read the same text and save one after the other."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from sqlalchemy import MetaData

from antipatterns.reliability import last_write_wins as wrong
from app.core.database import Database, unit_of_work
from app.core.errors import PreconditionFailedError
from app.core.etags import EntityTags
from app.items.models import Item
from app.items.repository import ItemRepository
from app.items.schemas import ItemUpdate
from app.items.service import ItemService

READ = "A lamp."
CHANGES = ["A lamp. Takes no bulb.", "A lamp. Made of brass."]


async def test_second_update_overwrites_the_first(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(wrong.Article(id=1, text=READ))

    for text in CHANGES:
        async with unit_of_work(database) as session:
            await wrong.update(session, 1, wrong.ArticleUpdate(text=text))

    async with database.sessions() as session:
        stored = (await session.get_one(wrong.Article, 1)).text
    assert stored == CHANGES[1]
    measured(f"Two updates of “{READ}” succeeded; stored is “{stored}”")


async def test_stale_update_is_refused(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> None:
    await create_tables(Item.metadata)
    lamp = Item(name="Lamp", description=READ, price=Decimal(1), stock=1)
    async with unit_of_work(database) as session:
        session.add(lamp)
    async with unit_of_work(database) as session:
        read = await ItemService(ItemRepository(session)).read(lamp.id)
    if_match = EntityTags.parse(read.etag)

    async def update(text: str) -> None:
        async with unit_of_work(database) as session:
            items = ItemService(ItemRepository(session))
            await items.update(lamp.id, ItemUpdate(description=text), if_match)

    await update(CHANGES[0])
    with pytest.raises(PreconditionFailedError):
        await update(CHANGES[1])

    async with database.sessions() as session:
        assert (await session.get_one(Item, lamp.id)).description == CHANGES[0]
