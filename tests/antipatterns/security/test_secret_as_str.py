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


def contains_key(settings: type[BaseSettings]) -> bool:
    """Read settings, as at the start, and put them into a sentence."""
    return KEY in f"started with {settings()}"


def test_printed_settings_contain_key(measured: Callable[[str], None]) -> None:
    assert contains_key(wrong.Settings)
    measured("The line `started with …` contained the signing key.")


def test_shop_settings_hide_key() -> None:
    assert not contains_key(Settings)
    assert Settings().jwt_keys["current"].get_secret_value() == KEY
