"""What the settings of Alembic make of a new revision."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from alembic.config import Config

SHOP = Path(__file__).parents[3] / "examples/shop"


def test_revision_file_is_named_by_date_and_slug(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    settings = tmp_path / "alembic.ini"
    settings.write_text(shown("examples/shop/alembic.ini::alembic"))
    shutil.copytree(SHOP / "migrations", tmp_path / "migrations")
    before = datetime.now(UTC)

    command.revision(Config(settings), "add a table of orders")

    [written] = (tmp_path / "migrations/versions").glob("*_add_a_table_of_orders.py")
    days = {f"{day:%Y_%m_%d}" for day in (before, datetime.now(UTC))}
    assert written.name[:10] in days


def test_generated_revision_is_linted_and_formatted(
    tmp_path: Path, shown: Callable[[str], str]
) -> None:
    parts = ("alembic", "post_write_hooks")
    texts = [shown(f"examples/shop/alembic.ini::{part}") for part in parts]
    settings = tmp_path / "alembic.ini"
    settings.write_text("\n".join(texts))
    shutil.copytree(SHOP / "migrations", tmp_path / "migrations")
    shutil.copy(SHOP / "pyproject.toml", tmp_path)
    template = tmp_path / "migrations/script.py.mako"
    template.write_text(f"import os\n{template.read_text()}\nNUMBER  =  1\n")

    command.revision(Config(settings), "add a table of orders")

    [written] = (tmp_path / "migrations/versions").glob("*_add_a_table_of_orders.py")
    assert "import os" not in written.read_text()
    assert "NUMBER = 1\n" in written.read_text()
