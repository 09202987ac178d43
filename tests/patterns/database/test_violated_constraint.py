"""The name of a violated constraint, with and without a convention (DB-004, DB-012)."""

from collections.abc import Awaitable, Callable

import pytest
from sqlalchemy import Column, Integer, MetaData, String, Table, insert
from sqlalchemy.exc import IntegrityError

from app.core.database import NAMING_CONVENTION, Database, violated_constraint

type CreateTables = Callable[[MetaData], Awaitable[None]]

TRANSLATED = "uq_members_email"
"""What a repository compares the name with, to raise its domain error."""


async def violate(database: Database, metadata: MetaData, create: CreateTables) -> str:
    """Insert one email twice; return the name of the constraint that refuses it."""
    table = Table(
        "members",
        metadata,
        Column("id", Integer, primary_key=True),
        Column("email", String, unique=True),
    )
    await create(metadata)
    rows = [{"id": key, "email": "ada"} for key in (1, 2)]
    async with database.sessions() as session:
        with pytest.raises(IntegrityError) as caught:
            await session.execute(insert(table), rows)
    return violated_constraint(caught.value) or ""


async def test_constraint_without_a_convention_is_not_recognised_on_postgresql(
    database: Database, create_tables: CreateTables
) -> None:
    name = await violate(database, MetaData(), create_tables)

    is_sqlite = database.engine.dialect.name == "sqlite"
    assert name == (TRANSLATED if is_sqlite else "members_email_key")


async def test_constraint_with_the_convention_is_recognised(
    database: Database, create_tables: CreateTables
) -> None:
    metadata = MetaData(naming_convention=NAMING_CONVENTION)

    assert await violate(database, metadata, create_tables) == TRANSLATED
