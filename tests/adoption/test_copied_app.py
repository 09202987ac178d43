"""A team copies the shop, renames it, removes a domain and adds another."""

from pathlib import Path

import pytest
from servers import PostgresqlServer

from tests.adoption.copied_app import CopiedApp, copy_app

pytestmark = pytest.mark.processes


@pytest.fixture
def copied(tmp_path: Path) -> CopiedApp:
    return copy_app(tmp_path)


def test_renamed_app_names_the_places_that_are_left(copied: CopiedApp) -> None:
    copied.rename("library")

    forgotten = copied.start("pytest", "-q", "tests/test_name.py").stdout
    copied.edit("pyproject.toml", '^name = "shop"', 'name = "library"')
    example = copied.folder / ".env.example"
    example.write_text(example.read_text().replace("shop", "library"))

    assert forgotten.count("FAILED tests/test_name.py") == 4
    copied.test("tests/test_name.py", "tests/test_config.py", "tests/users/test_me.py")


def test_app_without_orders_passes_its_checks(copied: CopiedApp) -> None:
    copied.remove_orders()

    copied.run("ruff", "check", "--no-cache", ".")
    copied.run("ruff", "format", "--check", "--no-cache", ".")
    copied.run("lint-imports", "--no-cache")
    copied.run("mypy", "app")
    copied.test("tests/core/test_idempotency.py", "-k", "plain")  # all models are there
    copied.test(
        "tests/auth/test_ownership.py",
        "tests/migrations",
        "tests/notifications",
        "tests/test_architecture.py",
        "tests/test_models.py",
        "tests/test_worker.py",
    )


def test_copied_domain_is_refused_until_it_is_declared(copied: CopiedApp) -> None:
    copied.add_reviews()

    imports = copied.start("lint-imports", "--no-cache").stdout
    tests = copied.start(
        "pytest",
        "-q",
        "tests/test_architecture.py",
        "tests/auth/test_ownership.py",
        "-k",
        "not postgresql",
    ).stdout

    assert "reviews" in imports
    assert "has a protected contract in pyproject.toml" in tests
    assert "add to OWNED in tests/surface.py" in tests


def test_migration_of_copied_domain_runs_on_both_engines(
    copied: CopiedApp, postgresql: PostgresqlServer
) -> None:
    copied.add_reviews()

    copied.run("alembic", "upgrade", "head")
    copied.run("alembic", "revision", "--autogenerate", "-m", "add reviews")
    copied.run("alembic", "upgrade", "head")
    copied.run("alembic", "check")

    copied.run("ruff", "check", "--no-cache", "migrations")
    copied.run("ruff", "format", "--check", "--no-cache", "migrations")
    url = {"APP_DATABASE_URL": postgresql.url}
    copied.run("alembic", "upgrade", "head", environment=url)
    copied.run("alembic", "check", environment=url)
