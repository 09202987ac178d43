"""Variables that other programs set in the same environment."""

from collections.abc import Callable

import pytest
from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from antipatterns.configuration import unprefixed_variables as wrong
from app.config import Settings

KUBERNETES = "tcp://10.0.0.11:6379"


@pytest.fixture(autouse=True)
def _debug_of_another_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("DEBUG", "1")


def test_variables_of_the_platform_become_settings(
    monkeypatch: pytest.MonkeyPatch, measured: Callable[[str], None]
) -> None:
    debug = wrong.Settings().debug
    monkeypatch.setenv("VALKEY_PORT", KUBERNETES)
    with pytest.raises(ValidationError) as caught:
        wrong.Settings()

    [fault] = caught.value.errors()
    assert (debug, fault["input"]) == (True, KUBERNETES)
    measured(
        f"`DEBUG=1` of another program set `debug` to {debug}, and the start failed "
        f"on `VALKEY_PORT={fault['input']}`, which Kubernetes sets."
    )


def test_shop_reads_prefixed_variables_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VALKEY_PORT", KUBERNETES)
    monkeypatch.setenv("APP_PROCESSES", "2")

    settings = Settings()

    assert (settings.debug, settings.processes) == (False, 2)


def test_alias_reads_one_variable_without_the_prefix(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class OnPlatform(BaseSettings):
        model_config = SettingsConfigDict(env_prefix="APP_")
        port: int = Field(default=8000, validation_alias="PORT")

    monkeypatch.setenv("PORT", "10000")

    assert OnPlatform().port == 10000
