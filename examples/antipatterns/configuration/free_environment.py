# /// bad
# ast-grep = ["CFG-004"]
# harm = "tests/antipatterns/configuration/test_free_environment.py::test_other_name_of_production_serves_the_docs"
# right = "examples/shop/app/config.py"
# ///
"""Settings that accept any name of an environment."""

from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_")

    environment: str = "development"


def create_app(settings: Settings) -> FastAPI:
    """Return an app that documents itself outside of production."""
    in_production = settings.environment == "production"
    return FastAPI(openapi_url=None if in_production else "/openapi.json")
