"""What a reader of the log learns when settings are logged."""

import json
from collections.abc import Callable

import pytest
from pydantic_settings import BaseSettings

from antipatterns.security import key_as_text as wrong
from app.config import Settings

KEY = "0123456789abcdef0123456789abcdef"


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_JWT_KEYS", json.dumps({"current": KEY}))


def tells_the_key(settings: type[BaseSettings]) -> bool:
    """Read settings, as at the start, and put them into a sentence."""
    return KEY in f"started with {settings()}"


def test_printed_settings_tell_the_key(measured: Callable[[str], None]) -> None:
    assert tells_the_key(wrong.Settings)
    measured("The line `started with …` held the key that signs.")


def test_the_shops_settings_hide_it() -> None:
    assert not tells_the_key(Settings)
    assert Settings().jwt_keys["current"].get_secret_value() == KEY
