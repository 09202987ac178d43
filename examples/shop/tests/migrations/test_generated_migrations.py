"""A migration that Alembic generates on one engine runs on both, and passes ruff."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from anyio import to_thread
from schema import alembic_config, empty_database, migrate
from servers import SHOP, PostgresqlServer
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Enum,
    Identity,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    func,
    make_url,
    true,
)

from app.config import Settings
from app.core.database import NAMING_CONVENTION, Base, UtcDateTime
from app.core.money import Money
from app.models import load_models

LEVEL = Enum("silver", "gold", name="level", native_enum=False, length=10)


def changed_metadata() -> MetaData:
    """Return the app's tables with more columns in one, and another table."""
    load_models()
    changed = MetaData(naming_convention=NAMING_CONVENTION)
    for table in Base.metadata.sorted_tables:
        table.to_metadata(changed)
    key = BigInteger().with_variant(Integer, "sqlite")
    Table(
        "coupons",
        changed,
        Column("id", key, Identity(), primary_key=True),
        Column("code", String(20), nullable=False),
        UniqueConstraint("code"),
        *new_columns(),
    )
    for column in new_columns():
        changed.tables["items"].append_column(column)
    return changed


def new_columns() -> list[Column[Any]]:
    """Return a column of each kind whose default the engines spell differently."""
    return [
        Column("is_trial", Boolean, server_default=false(), nullable=False),
        Column("wants_mail", Boolean, server_default=true(), nullable=False),
        Column("level", LEVEL, server_default="silver", nullable=False),
        Column("credit", Money, server_default="0", nullable=False),
        Column("seen_at", UtcDateTime, server_default=func.now(), nullable=False),
    ]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Return a copy of what Alembic and ruff read of this project."""
    shutil.copytree(SHOP / "migrations", tmp_path / "migrations")
    for name in ("alembic.ini", "pyproject.toml"):
        shutil.copy(SHOP / name, tmp_path)
    return tmp_path


@pytest.fixture
def _changed_models(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Base, "metadata", changed_metadata())


def config_of(project: Path, settings: Settings) -> Config:
    """Return the configuration of the copied project for this database."""
    config = alembic_config(settings, project / "alembic.ini")
    config.set_main_option("prepend_sys_path", "")
    return config


def upgrade_and_downgrade(project: Path, settings: Settings) -> None:
    """Run the newest migration up, down and up; the models agree with it."""
    config = config_of(project, settings)
    command.upgrade(config, "head")
    command.check(config)
    command.downgrade(config, "-1")
    command.upgrade(config, "head")
    command.check(config)


def generate(project: Path, settings: Settings) -> Path:
    """Let Alembic write a migration for the changed models; return its file."""
    migrate(settings)
    command.revision(config_of(project, settings), "add coupons", autogenerate=True)
    [script] = project.glob("migrations/versions/*_add_coupons.py")
    return script


def ruff(project: Path, *arguments: str) -> str:
    """Return what ruff prints in the project."""
    return subprocess.run(
        [sys.executable, "-m", "ruff", *arguments, "--no-cache", "migrations/versions"],
        cwd=project,
        capture_output=True,
        text=True,
        check=False,
    ).stdout


@pytest.mark.usefixtures("_changed_models")
async def test_generated_migration_passes_ruff(empty: Settings, project: Path) -> None:
    script = await to_thread.run_sync(generate, project, empty)

    lint = await to_thread.run_sync(ruff, project, "check")
    layout = await to_thread.run_sync(ruff, project, "format", "--check")

    assert lint == "All checks passed!\n"
    assert "would be reformatted" not in layout
    assert "app." not in script.read_text()


@pytest.mark.usefixtures("_changed_models")
async def test_generated_migration_runs_on_both_engines(
    empty: Settings, project: Path, postgresql: PostgresqlServer
) -> None:
    await to_thread.run_sync(generate, project, empty)
    sqlite = make_url(f"sqlite+aiosqlite:///{project / 'other.db'}")

    async with empty_database(postgresql) as url:
        for found in (sqlite, url):
            settings = Settings(database_url=found)
            await to_thread.run_sync(upgrade_and_downgrade, project, settings)
