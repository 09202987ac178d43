"""Databases that take a row and then refuse to commit it."""

from collections.abc import AsyncGenerator, Sequence

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from app.core.database import Database

# The trigger's row refers to no user, which a deferred key notices at the commit.
SQLITE_VETO = [
    """CREATE TABLE veto (
        user_id INTEGER REFERENCES users (id) DEFERRABLE INITIALLY DEFERRED
    )""",
    """CREATE TRIGGER veto_commit AFTER INSERT ON users
    BEGIN INSERT INTO veto VALUES (-1); END""",
]
SQLITE_UNDO = ["DROP TRIGGER veto_commit", "DROP TABLE veto"]

POSTGRESQL_VETO = [
    """CREATE FUNCTION veto() RETURNS trigger LANGUAGE plpgsql
    AS $$ BEGIN RAISE EXCEPTION 'refused at commit'; END $$""",
    """CREATE CONSTRAINT TRIGGER veto_commit AFTER INSERT ON users
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION veto()""",
]
POSTGRESQL_CUT = [
    POSTGRESQL_VETO[0].replace(
        "RAISE EXCEPTION 'refused at commit'",
        "PERFORM pg_terminate_backend(pg_backend_pid())",
    ),
    POSTGRESQL_VETO[1],
]
POSTGRESQL_UNDO = ["DROP TRIGGER veto_commit ON users", "DROP FUNCTION veto"]


async def run(engine: AsyncEngine, statements: Sequence[str]) -> None:
    async with engine.begin() as connection:
        for statement in statements:
            await connection.exec_driver_sql(statement)


@pytest.fixture
async def _commit_refused(committing_database: Database) -> AsyncGenerator[None]:
    """Let every commit of a new user break a deferred constraint."""
    engine = committing_database.engine
    on_sqlite = engine.dialect.name == "sqlite"
    await run(engine, SQLITE_VETO if on_sqlite else POSTGRESQL_VETO)
    yield
    await run(engine, SQLITE_UNDO if on_sqlite else POSTGRESQL_UNDO)


@pytest.fixture
async def _connection_cut(committing_database: Database) -> AsyncGenerator[None]:
    """Let PostgreSQL drop the connection during every commit of a new user."""
    await run(committing_database.engine, POSTGRESQL_CUT)
    yield
    await run(committing_database.engine, POSTGRESQL_UNDO)
