# /// bad
# harm = "tests/antipatterns/configuration/test_environment_of_developer.py::test_tests_use_the_database_of_the_developer"
# right = "examples/patterns/configuration/own_environment.py"
# ///
"""Settings of tests that begin with those of the developer."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>` or `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="APP_", env_file=".env", extra="ignore"
    )

    debug: bool = False
    database_url: str = "sqlite+aiosqlite:///test.db"


def create_settings() -> Settings:
    """Return the settings of a test, which needs debug output."""
    return Settings(debug=True)
