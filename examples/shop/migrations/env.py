"""How Alembic reaches the database: with the app's own settings and engine."""

import asyncio
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from app.config import Settings, load_settings
from app.core.database import Base, UtcDateTime, create_engine
from app.core.money import Money
from app.models import load_models

LOCK_TIMEOUT = "SET lock_timeout = '2s'"
"""For PostgreSQL: whoever comes after a migration that waits for a table waits too."""

load_models()  # each registers its table


def get_settings() -> Settings:
    """Return the settings given by a caller in Python, or those of the environment."""
    given: Settings | None = context.config.attributes.get("settings")
    return given or load_settings()


def render_item(kind: str, item: object, _: AutogenContext) -> str | Literal[False]:
    """Write our types as SQLAlchemy's: a migration outlives the app's code."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, Money):
        return "sa.BigInteger()"
    return False


def migrate(connection: Connection) -> None:
    """Run the migrations; what one has done is undone when it fails."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(LOCK_TIMEOUT)
        connection.commit()  # else Alembic takes this transaction for its caller's
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=connection.dialect.name != "sqlite",  # no identities
        render_item=render_item,
        render_as_batch=True,  # SQLite alters a table by copying it
        transaction_per_migration=True,  # some must do without one
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_online() -> None:
    """Connect, migrate and let go of the connection; a statement may take an hour."""
    patient = {"database_statement_timeout": 3600.0}
    engine = create_engine(get_settings().model_copy(update=patient))
    try:
        async with engine.connect() as connection:
            await connection.run_sync(migrate)
    finally:
        await engine.dispose()


def print_sql() -> None:
    """Print the SQL instead, for those who run it by hand (`--sql`)."""
    url = get_settings().database_url
    context.configure(
        dialect_name=url.get_backend_name(),
        target_metadata=Base.metadata,
        literal_binds=True,
    )
    with context.begin_transaction():
        if url.get_backend_name() == "postgresql":
            context.execute(LOCK_TIMEOUT)
        context.run_migrations()


if context.is_offline_mode():
    print_sql()
else:
    asyncio.run(migrate_online())
