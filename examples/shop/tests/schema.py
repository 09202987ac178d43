"""Creates the tests' schema as in production: by the migrations."""

import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import uuid4

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from servers import PostgresqlServer
from sqlalchemy import URL, make_url, text
from sqlalchemy.ext.asyncio import create_async_engine

from app.config import Settings

CONFIG_FILE = Path(__file__).parent.parent / "alembic.ini"
VERSIONS = CONFIG_FILE.parent / "migrations" / "versions"
ADDED_COLUMN = """
import sqlalchemy as sa
from alembic import op

revision = "wider"
down_revision = "{head}"


def upgrade() -> None:
    op.add_column("users", sa.Column("nickname", sa.String()))


def downgrade() -> None:
    op.drop_column("users", "nickname")
"""


def alembic_config(settings: Settings, file: Path = CONFIG_FILE) -> Config:
    """Return Alembic's configuration for the database of these settings."""
    # By default Alembic keeps the `sys.stdout` of its import, which pytest replaces.
    config = Config(file, stdout=sys.stdout)
    config.attributes["settings"] = settings
    return config


def migrate(settings: Settings) -> None:
    """Migrate the database to the newest revision, in an event loop of its own."""
    command.upgrade(alembic_config(settings), "head")


def with_one_more(settings: Settings, folder: Path, script: str) -> Config:
    """Return the configuration with this migration after the newest one."""
    config = alembic_config(settings)
    head = ScriptDirectory.from_config(config).get_current_head()
    (folder / "one_more.py").write_text(script.format(head=head))
    config.set_main_option("version_locations", f"{VERSIONS}:{folder}")
    return config


async def run_outside_transaction(server: PostgresqlServer, statement: str) -> None:
    """Run a statement that PostgreSQL refuses within a transaction."""
    engine = create_async_engine(server.url, isolation_level="AUTOCOMMIT")
    async with engine.connect() as connection:
        await connection.execute(text(statement))
    await engine.dispose()


@asynccontextmanager
async def empty_database(server: PostgresqlServer) -> AsyncGenerator[URL]:
    """Create a database, yield its address and drop it."""
    name = f"test_{uuid4().hex}"
    await run_outside_transaction(server, f"CREATE DATABASE {name}")
    yield make_url(server.url).set(database=name)
    await run_outside_transaction(server, f"DROP DATABASE {name} WITH (FORCE)")
