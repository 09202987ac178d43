"""Settings of tests that begin with the defaults."""

import os

import pytest
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>` or `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="APP_", env_file=".env", extra="ignore"
    )

    debug: bool = False
    database_url: str = "sqlite+aiosqlite:///test.db"


def remove_own_variables(patch: pytest.MonkeyPatch) -> None:
    """Hide the variables and the `.env` of the developer."""
    for name in [name for name in os.environ if name.startswith("APP_")]:
        patch.delenv(name)
    patch.setitem(Settings.model_config, "env_file", None)


def create_settings() -> Settings:
    """Return the settings of a test, which needs debug output."""
    return Settings(debug=True)
