# /// bad
# ast-grep = ["CFG-008"]
# harm = "tests/antipatterns/configuration/test_forbidden_extras.py::test_variable_of_another_program_stops_the_start"
# right = "examples/shop/app/config.py"
# ///
"""Settings that accept no other variable in `.env`."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>` or `.env`."""

    model_config = SettingsConfigDict(env_prefix="APP_", env_file=".env")

    debug: bool = False
