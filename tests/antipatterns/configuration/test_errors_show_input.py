"""What the log of a failed start shows."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from antipatterns.configuration import errors_show_input as wrong
from app.config import InvalidSettingsError, Settings, load_settings

SHORT_KEY = "k3y-of-the-shop"


@pytest.fixture(autouse=True)
def _short_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("APP_JWT_KEY", SHORT_KEY)
    monkeypatch.setenv("APP_JWT_KEYS", f'{{"1": "{SHORT_KEY}"}}')


def log_of_start(settings: type[BaseSettings]) -> str:
    """Return the text of the error that stops the start."""
    with pytest.raises(ValidationError) as caught:
        settings()
    return str(caught.value)


def test_error_at_start_shows_the_secret(measured: Callable[[str], None]) -> None:
    log = log_of_start(wrong.Settings)

    assert SHORT_KEY in log
    shown = f"input_value='{SHORT_KEY}'"
    assert shown in log
    measured(f"The error that stopped the start contained `{shown}`.")


def test_shop_hides_the_secret() -> None:
    assert SHORT_KEY not in log_of_start(Settings)

    with pytest.raises(InvalidSettingsError) as caught:
        load_settings()

    assert SHORT_KEY not in str(caught.value)
    assert "APP_JWT_KEYS" in str(caught.value)
