from io import StringIO
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from anyio import fail_after, to_thread
from schema import ADDED_COLUMN, CONFIG_FILE, alembic_config, migrate, with_one_more
from sqlalchemy import inspect, make_url, text

from app.config import Settings
from app.core.database import Base, create_engine
from app.core.errors import TransactionAbortedError

VERSIONS = CONFIG_FILE.parent / "migrations" / "versions"
LEFT_OVER = "CREATE INDEX ix_idempotency_keys_created_at ON idempotency_keys (key)"
BROKEN = """
import sqlalchemy as sa
from alembic import op

revision = "broken"
down_revision = "{head}"


def upgrade() -> None:
    op.create_table("half_done", sa.Column("id", sa.Integer()))
    raise RuntimeError("out of tea")
"""


def all_tables() -> set[str]:
    """Return the tables of a migrated database."""
    return {"alembic_version", *Base.metadata.tables}


async def tables(settings: Settings) -> set[str]:
    engine = create_engine(settings.database_url, settings.database_options)
    async with engine.connect() as connection:
        names = await connection.run_sync(lambda c: inspect(c).get_table_names())
    await engine.dispose()
    return set(names)


def generate(config: Config, folder: Path) -> str:
    """Let Alembic write a migration for what the database lacks; return its text."""
    command.revision(config, "all", autogenerate=True)
    [written] = folder.glob("*_all.py")
    return written.read_text()


async def test_upgrade_downgrade_and_upgrade_again_succeed(empty: Settings) -> None:
    config = alembic_config(empty)

    await to_thread.run_sync(command.upgrade, config, "head")
    assert await tables(empty) == all_tables()

    await to_thread.run_sync(command.downgrade, config, "base")
    assert await tables(empty) == {"alembic_version"}

    await to_thread.run_sync(command.upgrade, config, "head")
    assert await tables(empty) == all_tables()


async def test_models_and_migrations_agree(empty: Settings) -> None:
    await to_thread.run_sync(migrate, empty)

    await to_thread.run_sync(command.check, alembic_config(empty))


async def test_failed_migration_is_rolled_back(empty: Settings, tmp_path: Path) -> None:
    await to_thread.run_sync(migrate, empty)
    config = with_one_more(empty, tmp_path, BROKEN)

    with pytest.raises(RuntimeError, match="out of tea"):
        await to_thread.run_sync(command.upgrade, config, "head")

    assert await tables(empty) == all_tables()


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
async def test_migration_of_a_locked_table_fails_after_the_lock_timeout(
    empty: Settings, tmp_path: Path
) -> None:
    await to_thread.run_sync(migrate, empty)
    config = with_one_more(empty, tmp_path, ADDED_COLUMN)
    engine = create_engine(empty.database_url, empty.database_options)

    async with engine.connect() as reader:
        await reader.execute(text("SELECT * FROM users"))
        with fail_after(30), pytest.raises(TransactionAbortedError):
            await to_thread.run_sync(
                command.upgrade, config, "head", abandon_on_cancel=True
            )
    await to_thread.run_sync(command.upgrade, config, "head")

    async with engine.connect() as connection:
        await connection.execute(text("SELECT nickname FROM users"))
    await engine.dispose()


async def test_generated_migration_imports_nothing_of_the_app(
    empty: Settings, tmp_path: Path
) -> None:
    config = alembic_config(empty)
    config.set_main_option("version_locations", str(tmp_path))

    script = await to_thread.run_sync(generate, config, tmp_path)

    assert "sa.DateTime(timezone=True)" in script
    assert "app." not in script


@pytest.mark.parametrize("empty", ["postgresql"], indirect=True)
async def test_invalid_index_is_rebuilt(
    empty: Settings,
) -> None:
    config = alembic_config(empty)
    await to_thread.run_sync(command.upgrade, config, "0007_notifications")
    engine = create_engine(empty.database_url, empty.database_options)
    async with engine.begin() as connection:
        await connection.execute(text(LEFT_OVER))
    await engine.dispose()

    await to_thread.run_sync(command.upgrade, config, "head")

    await to_thread.run_sync(command.check, config)


@pytest.mark.parametrize(
    ("url", "column", "index"),
    [
        pytest.param(
            "sqlite+aiosqlite:///shop.db", "id INTEGER", "CREATE INDEX", id="sqlite"
        ),
        pytest.param(
            "postgresql+asyncpg://nowhere/shop",
            "id BIGINT GENERATED",
            "CREATE INDEX CONCURRENTLY",
            id="postgresql",
        ),
    ],
)
def test_offline_mode_prints_sql_without_a_connection(
    url: str, column: str, index: str
) -> None:
    config = alembic_config(Settings(database_url=make_url(url)))
    config.output_buffer = StringIO()

    command.upgrade(config, "head", sql=True)

    script = config.output_buffer.getvalue()
    assert "CREATE TABLE users" in script
    assert column in script
    assert f"{index} ix_idempotency_keys_created_at" in script
    assert f"{index} ix_outbox_messages_delivered_at" in script


async def test_database_url_comes_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    path = tmp_path / "100%.db"
    monkeypatch.setenv("APP_DATABASE_URL", f"sqlite+aiosqlite:///{path}")

    await to_thread.run_sync(command.upgrade, Config(CONFIG_FILE), "head")

    assert await tables(Settings()) == all_tables()
