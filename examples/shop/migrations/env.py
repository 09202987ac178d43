"""Connects Alembic to the database with the app's own settings and engine."""

from dataclasses import replace
from typing import Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection, DefaultClause
from sqlalchemy.sql import functions
from sqlalchemy.sql.elements import False_, True_

from app.commands import exit_on_failure, run
from app.config import Settings, load_settings
from app.core.availability import OutageLog, translate_errors
from app.core.database import Base, UtcDateTime, create_engine
from app.core.money import Money
from app.models import load_models

LOCK_TIMEOUT = "SET lock_timeout = '2s'"
"""PostgreSQL queues every later query behind a migration that waits for its lock."""

STATEMENT_TIMEOUT = 3600.0  # seconds
DEFAULTS: dict[type, str] = {
    True_: "sa.true()",
    False_: "sa.false()",
    functions.now: "sa.func.now()",
}

load_models()  # registers every table


def get_settings() -> Settings:
    """Return the settings of a caller in Python, else those of the environment."""
    given: Settings | None = context.config.attributes.get("settings")
    return given or load_settings()


def render_item(_: str, item: object, __: AutogenContext) -> str | Literal[False]:
    """Render what holds on every engine and needs no code of the app.

    A migration outlives the app's types. Alembic by itself renders a default in the
    spelling of the connected engine: SQLite's `0` is no boolean on PostgreSQL.
    """
    match item:
        case UtcDateTime():
            return "sa.DateTime(timezone=True)"
        case Money():
            return "sa.BigInteger()"
        case DefaultClause(arg=True_() | False_() | functions.now() as default):
            return DEFAULTS[type(default)]
        case _:
            return False


def migrate(connection: Connection) -> None:
    """Run each migration in a transaction of its own."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(LOCK_TIMEOUT)
        connection.commit()  # else Alembic joins this transaction and commits nothing
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_server_default=connection.dialect.name != "sqlite",  # no identities
        render_item=render_item,
        render_as_batch=True,  # SQLite alters a table by copying it
        transaction_per_migration=True,  # `autocommit_block` needs it
    )
    with context.begin_transaction():
        context.run_migrations()


async def migrate_online() -> None:
    """Connect, migrate and disconnect; a statement may take an hour."""
    settings = get_settings()
    options = replace(settings.database_options, statement_timeout=STATEMENT_TIMEOUT)
    engine = create_engine(settings.database_url, options)
    try:
        with translate_errors(OutageLog()):
            async with engine.connect() as connection:
                await connection.run_sync(migrate)
    finally:
        await engine.dispose()


def print_sql() -> None:
    """Print the SQL for review or a manual run (`--sql`)."""
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


def main() -> None:
    """Print the SQL or run it; a command line ends with one line where it fails."""
    if context.is_offline_mode():
        print_sql()
    else:
        run(migrate_online())


if context.config.cmd_opts is None:  # called from Python, which handles exceptions
    main()
else:
    with exit_on_failure():
        main()
