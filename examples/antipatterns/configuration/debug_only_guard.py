# /// bad
# harm = "tests/antipatterns/configuration/test_debug_only_guard.py::test_placeholder_key_and_wildcards_pass_in_production"
# right = "examples/shop/app/config.py"
# ///
"""Settings whose guard for production knows one unsafe value."""

from typing import Literal, Self

from pydantic import SecretStr, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_", hide_input_in_errors=True)

    environment: Literal["development", "staging", "production"] = "development"
    debug: bool = False
    allowed_hosts: list[str] = ["*"]
    cors_origins: list[str] = ["*"]
    database_url: SecretStr = SecretStr("sqlite+aiosqlite:///shop.db")
    jwt_key: SecretStr

    @model_validator(mode="after")
    def refuse_debug_in_production(self) -> Self:
        """Raise ValueError where a traceback would reach clients."""
        if self.environment == "production" and self.debug:
            raise ValueError("APP_DEBUG must be false")
        return self
