"""The health check of the API, asked of the real app."""

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from schema import migrate
from servers import http_server
from sqlalchemy import make_url

from app.config import Settings
from app.main import create_app
from tests.patterns.compose.compose_file import FILE, read_config, run_in_shop

type Shown = Callable[[str], str]

HOSTS = ["shop.example", "127.0.0.1"]


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    url = make_url(f"sqlite+aiosqlite:///{tmp_path / 'shop.db'}")
    return Settings(database_url=url, allowed_hosts=HOSTS)


def check(shown: Shown, settings: Settings) -> int:
    """Return the exit status of the check while the app runs."""
    kind, program, option, code = read_config(shown(FILE))["services"]["api"][
        "healthcheck"
    ]["test"]
    assert (kind, program, option, code.count(":8000/")) == ("CMD", "python", "-c", 1)
    with http_server(create_app(settings)) as address:
        code = code.replace("http://127.0.0.1:8000", address)
        return run_in_shop([sys.executable, option, code], {}).returncode


def test_migrated_app_is_healthy(shown: Shown, settings: Settings) -> None:
    migrate(settings)

    assert check(shown, settings) == 0


def test_app_without_its_schema_is_not_healthy(
    shown: Shown, settings: Settings
) -> None:
    assert check(shown, settings) == 1


def test_app_that_refuses_the_host_of_the_check_is_not_healthy(
    shown: Shown, settings: Settings
) -> None:
    migrate(settings)
    strict = settings.model_copy(update={"allowed_hosts": ["shop.example"]})

    assert check(shown, strict) == 1
