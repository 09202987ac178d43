"""What the recipes of *Extend the app* do to a copy, beyond their own tests."""

import re
import shlex
from pathlib import Path

import pytest
from servers import PostgresqlServer

from handbook.common.files import ROOT
from tests.patterns.extending.changes import (
    FOLDER,
    Change,
    Shown,
    add_column,
    add_domain,
    add_endpoint,
)
from tests.patterns.extending.copied_app import CopiedApp
from tests.patterns.patches import git_apply

pytestmark = pytest.mark.processes

PAGE = ROOT / "docs" / "extend.md"
REVISION = re.compile(r"`uv run (alembic revision [^`]+)`")
ENDPOINT_TESTS = "tests/notifications/test_read_notification.py"


def alembic_revision(word: str) -> list[str]:
    """Return the one command of the page that generates this migration."""
    commands = map(shlex.split, REVISION.findall(PAGE.read_text("utf-8")))
    [found] = [command for command in commands if word in " ".join(command)]
    return found


def without_time(script: Path) -> list[str]:
    """Return the lines of a migration except the one with the time."""
    lines = script.read_text("utf-8").splitlines()
    return [line for line in lines if not line.startswith("Created: ")]


def test_endpoint_tests_fail_without_the_endpoint(
    copied: CopiedApp, shown: Shown
) -> None:
    patch = shown(f"{FOLDER}/read_notification.diff")
    git_apply(copied.folder, patch, "--include=tests/*")

    assert "\n2 failed" in copied.failures(ENDPOINT_TESTS)


def test_endpoint_keeps_the_other_tests(copied: CopiedApp, shown: Shown) -> None:
    add_endpoint(copied, shown)

    copied.test("tests/notifications", "tests/test_dependencies.py")


def test_undeclared_domain_is_refused(copied: CopiedApp, shown: Shown) -> None:
    copied.apply(shown(f"{FOLDER}/new_domain_package.diff"))

    imports = copied.start("lint-imports", "--no-cache").stdout
    failed = copied.failures("tests/test_architecture.py", "tests/test_models.py")

    assert "reviews" in imports
    assert "has a protected contract in pyproject.toml" in failed
    assert "app/models.py lists every model" in failed


def test_undeclared_route_is_refused(copied: CopiedApp, shown: Shown) -> None:
    copied.apply(shown(f"{FOLDER}/new_domain_package.diff"))
    places = shown(f"{FOLDER}/new_domain_places.diff")
    git_apply(copied.folder, places, "--include=app/*")

    failed = copied.failures("tests/auth/test_ownership.py")

    assert "add to OWNED in tests/surface.py" in failed
    assert "add it to OPEN in tests/surface.py" in failed


@pytest.mark.parametrize(
    ("change", "word"),
    [
        pytest.param(add_domain, "reviews", id="new-domain"),
        pytest.param(add_column, "weight", id="new-migration"),
    ],
)
def test_alembic_writes_the_migration_of_the_recipe(
    copied: CopiedApp,
    shown: Shown,
    postgresql: PostgresqlServer,
    change: Change,
    word: str,
) -> None:
    change(copied, shown)
    versions = copied.folder / "migrations" / "versions"
    [shown_script] = versions.glob(f"*_{word}*.py")
    expected = without_time(shown_script)
    shown_script.unlink()

    copied.run("alembic", "upgrade", "head")
    copied.run(*alembic_revision(word))

    [written] = versions.glob(f"*_{word}*.py")
    assert without_time(written) == expected
    for environment in ({}, {"APP_DATABASE_URL": postgresql.url}):
        for command in ("upgrade head", "check", "downgrade base"):
            copied.run("alembic", *command.split(), environment=environment)
