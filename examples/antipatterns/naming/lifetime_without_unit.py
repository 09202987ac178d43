# /// bad
# ast-grep = ["NAME-008"]
# harm = "tests/antipatterns/naming/test_lifetime_without_unit.py::test_token_of_30_minutes_expires_after_30_seconds"
# right = "examples/shop/app/main.py"
# ///
"""A lifetime whose unit the name does not say."""

from datetime import datetime, timedelta

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`; lifetimes are in minutes."""

    model_config = SettingsConfigDict(env_prefix="APP_")

    access_token_ttl: int = 30


def expiry_of(issued_at: datetime, ttl: int) -> datetime:
    """Return when a token expires."""
    return issued_at + timedelta(seconds=ttl)
