"""A PostgreSQL database with documents of two tenants, and the role of the app."""

from collections.abc import AsyncGenerator
from uuid import uuid4

import pytest
from sqlalchemy import text

from app.core.database import Database, DatabaseOptions, create_engine
from patterns.tenancy.row_level import Base, Document

TITLES = {1: "Tea of Ada", 2: "Tea of Grace"}


async def execute(database: Database, *statements: str) -> None:
    """Run statements in one transaction."""
    async with database.engine.begin() as connection:
        for statement in statements:
            await connection.execute(text(statement))


@pytest.fixture
async def filled(database: Database) -> Database:
    """Return the database of a superuser, with a document of each tenant."""
    async with database.engine.begin() as connection:
        await connection.run_sync(Base.metadata.create_all)
    async with database.sessions() as session, session.begin():
        for tenant_id, title in TITLES.items():
            session.add(Document(tenant_id=tenant_id, title=title))
    return database


@pytest.fixture
async def role(filled: Database) -> AsyncGenerator[str]:
    """Yield a role that is neither owner nor superuser."""
    name = f"role_{uuid4().hex}"
    await execute(filled, f"CREATE ROLE {name} LOGIN")
    yield name
    owned = f"REASSIGN OWNED BY {name} TO CURRENT_USER"
    await execute(filled, owned, f"DROP OWNED BY {name}", f"DROP ROLE {name}")


@pytest.fixture
async def app_database(filled: Database, role: str) -> AsyncGenerator[Database]:
    """Yield the database as the app connects to it, with one connection."""
    url = filled.engine.url.set(username=role)
    database = Database(create_engine(url, DatabaseOptions(pool_size=1)))
    yield database
    await database.engine.dispose()
