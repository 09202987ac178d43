# /// bad
# ast-grep = ["CFG-009"]
# harm = "tests/antipatterns/configuration/test_version_setting.py::test_version_in_settings_is_not_the_released_one"
# right = "examples/patterns/configuration/version_of_package.py"
# ///
"""Settings that repeat the version of the package."""

from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_")

    version: str = "1.0.0"


def create_app(settings: Settings) -> FastAPI:
    """Return an app that documents its version."""
    return FastAPI(title="Shop", version=settings.version)
