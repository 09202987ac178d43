"""Prices that a client can spell in several ways."""

from collections.abc import Awaitable, Callable

import pytest
from pydantic import TypeAdapter, ValidationError
from sqlalchemy import MetaData

from antipatterns.reliability import unnormalised_amount as wrong
from app.core.database import Database, unit_of_work
from app.core.money import Money, Price
from app.items.models import Item

PRICE = TypeAdapter(Price)
SPELLINGS = ['"-0"', '"1e2"', '"1"']


@pytest.mark.filterwarnings(
    "ignore:Dialect sqlite.+aiosqlite does:sqlalchemy.exc.SAWarning"
)
async def test_read_differs_from_the_response_to_the_write(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    found: dict[str, tuple[str, str]] = {}
    for spelling in SPELLINGS:
        body = wrong.ArticleCreate.model_validate_json(f'{{"price": {spelling}}}')
        async with unit_of_work(database) as session:
            written = await wrong.create(session, body)
        async with database.sessions() as session:
            row = await session.get_one(wrong.Article, written.id)
            read = wrong.ArticleRead.model_validate(row)
        found[spelling] = (str(written.price), str(read.price))

    assert all(written != read for written, read in found.values())
    texts = [
        f"for {spelling} the write returned {written}, the read {read}"
        for spelling, (written, read) in found.items()
    ]
    measured(f"{'; '.join(texts)}.")


@pytest.mark.parametrize("spelling", ["0", "-0", "1", '"1"', "1e2"])
async def test_normalized_amount_is_read_as_written(
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    spelling: str,
) -> None:
    await create_tables(Item.metadata)
    price = PRICE.validate_json(spelling)
    async with unit_of_work(database) as session:
        item = Item(name="Tea", price=price, stock=1)
        session.add(item)

    async with database.sessions() as session:
        stored = await session.get_one(Item, item.id)
    assert str(stored.price) == str(price)
    assert isinstance(Item.__table__.c.price.type, Money)


@pytest.mark.parametrize("spelling", ['"-0"', '"1e2"'])
def test_other_spelling_is_refused(spelling: str) -> None:
    with pytest.raises(ValidationError):
        PRICE.validate_json(spelling)
