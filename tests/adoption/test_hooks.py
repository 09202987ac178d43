"""Someone copies the shop, changes a model, and commits without a migration."""

from pathlib import Path

import pytest

from handbook.common.files import ROOT
from tests.patterns.extending.copied_app import copy_app
from tests.patterns.hooks.repositories import HOOKS, Repository

pytestmark = pytest.mark.processes


def test_model_without_migration_is_refused(tmp_path: Path) -> None:
    app = copy_app(tmp_path / "shop")
    repository = Repository.create(app.folder, (ROOT / HOOKS).read_text())
    column = '    color: Mapped[str | None]\n    __tablename__ = "items"'
    clean = repository.run("alembic-check")
    app.edit("app/items/models.py", '    __tablename__ = "items"', column)

    refused = repository.run("alembic-check")

    assert (clean.returncode, refused.returncode) == (0, 1), clean.stdout
    assert "New upgrade operations detected" in refused.stdout
