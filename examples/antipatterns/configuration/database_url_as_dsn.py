# /// bad
# ast-grep = ["CFG-007"]
# harm = "tests/antipatterns/configuration/test_database_url_as_dsn.py::test_accepted_url_fails_at_the_first_connection"
# right = "examples/shop/app/core/setting_types.py"
# ///
"""Settings that check the database URL with a type the driver does not use."""

from pydantic import PostgresDsn
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_", hide_input_in_errors=True)

    database_url: PostgresDsn


def create_engine(settings: Settings) -> AsyncEngine:
    """Return an engine, which connects at the first request."""
    url = str(settings.database_url)
    return create_async_engine(url, pool_pre_ping=True, pool_recycle=240)
