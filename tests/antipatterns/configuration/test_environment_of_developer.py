"""Tests on the machine of a developer, who has looked at a production database."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import make_url

from antipatterns.configuration import environment_of_developer as wrong
from patterns.configuration import own_environment as right

NAME = "APP_DATABASE_URL"
PRODUCTION = "postgresql+asyncpg://shop:s3cret@prod-db/shop"


@pytest.fixture(autouse=True)
def _machine_of_developer(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".env").write_text(f"{NAME}={PRODUCTION}\n")


def test_tests_use_the_database_of_the_developer(
    monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    monkeypatch.delenv(NAME, raising=False)

    url = make_url(wrong.create_settings().database_url)

    assert url.host == "prod-db"
    measured(
        f"The test removed `{NAME}` from the environment, and its settings still "
        f"named the database on `{url.host}`, from `.env`."
    )


def test_own_environment_hides_file_and_variables(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(NAME, PRODUCTION)
    right.remove_own_variables(monkeypatch)

    settings = right.create_settings()

    assert make_url(settings.database_url).host is None
    assert settings.debug
