# /// bad
# ast-grep = ["CFG-005"]
# harm = "tests/antipatterns/configuration/test_errors_show_input.py::test_error_at_start_shows_the_secret"
# right = "examples/shop/app/config.py"
# ///
"""Settings whose errors repeat the rejected value."""

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_")

    jwt_key: SecretStr = Field(min_length=32)
