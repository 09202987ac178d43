"""A URL-encoded password in Alembic's configuration."""

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import make_url

from antipatterns.database import percent_in_url as wrong
from app.config import Settings

URL = "postgresql+asyncpg://app:p%40ss@db/shop"
SHOP = Path(__file__).parents[3] / "examples/shop"


def test_encoded_password_raises_value_error(
    measured: Callable[[str], None],
) -> None:
    with pytest.raises(ValueError, match="invalid interpolation syntax") as failure:
        wrong.configure(URL)

    plain = URL.replace("%40", "@")
    assert wrong.configure(plain).get_main_option("sqlalchemy.url") == plain
    measured(f"A password that contains `%40` raised `{type(failure.value).__name__}`.")


def test_env_py_accepts_encoded_password(capsys: pytest.CaptureFixture[str]) -> None:
    config = Config(SHOP / "alembic.ini")
    config.attributes["settings"] = Settings(database_url=make_url(URL))

    command.upgrade(config, "head", sql=True)

    assert "CREATE TABLE users" in capsys.readouterr().out
    assert config.get_main_option("sqlalchemy.url") is None
