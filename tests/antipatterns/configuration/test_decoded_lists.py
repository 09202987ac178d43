"""A deployment with two wrong variables, one of them a list."""

from collections.abc import Callable

import pytest
from pydantic_settings import SettingsError

from antipatterns.configuration import decoded_lists as wrong
from app.config import InvalidSettingsError, Settings, load_settings

PROCESSES = "APP_PROCESSES"


@pytest.fixture(autouse=True)
def _two_faults(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("APP_CORS_ORIGINS", "https://shop.example,https://a.example")
    monkeypatch.setenv(PROCESSES, "many")


def error_of(load: Callable[[], object], expected: type[Exception]) -> str:
    """Return the message with which the start fails."""
    with pytest.raises(expected) as caught:
        load()
    return str(caught.value)


def test_list_that_is_not_json_hides_other_faults(
    measured: Callable[[str], None],
) -> None:
    message = error_of(wrong.load_settings, SettingsError)

    assert message == (
        'error parsing value for field "cors_origins" from source "EnvSettingsSource"'
    )
    assert PROCESSES.removeprefix("APP_").lower() not in message
    measured(
        f"Of two wrong variables the start reported one, as `{message}`, and not the "
        "format that it expects."
    )


def test_both_variables_are_read_when_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_CORS_ORIGINS", '["https://shop.example"]')
    monkeypatch.setenv(PROCESSES, "2")

    settings = wrong.load_settings()

    assert (settings.cors_origins, settings.processes) == (["https://shop.example"], 2)


def test_shop_reports_both_faults_with_an_example() -> None:
    message = error_of(load_settings, InvalidSettingsError)

    assert 'APP_CORS_ORIGINS: not valid JSON. Example: APP_CORS_ORIGINS=["' in message
    assert f"{PROCESSES}: Input should be a valid integer" in message
