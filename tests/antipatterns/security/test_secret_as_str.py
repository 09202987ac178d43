"""What a reader of the log learns when settings are logged."""

import json
from collections.abc import Callable

import pytest
from pydantic_settings import BaseSettings

from antipatterns.security import secret_as_str as wrong
from app.config import Settings

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_JWT_KEYS", json.dumps({"current": KEY}))


def log_line(settings: type[BaseSettings]) -> str:
    """Read settings, as at the start, and put them into a sentence."""
    return f"started with {settings()}"


def test_printed_settings_contain_key(measured: Callable[[str], None]) -> None:
    line = log_line(wrong.Settings)

    assert KEY in line
    measured(
        f"The line contained the signing key: `{line.replace(KEY, KEY[:4] + '…')}`."
    )


def test_shop_settings_hide_key() -> None:
    assert KEY not in log_line(Settings)
    assert Settings().jwt_keys["current"].get_secret_value() == KEY
