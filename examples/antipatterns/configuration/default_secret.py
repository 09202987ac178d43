# /// bad
# ast-grep = ["CFG-003"]
# harm = "tests/antipatterns/configuration/test_default_secret.py::test_token_signed_with_the_published_default_is_accepted"
# right = "examples/shop/app/config.py"
# ///
"""Settings with a default key, which anyone who reads the source knows."""

from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_", hide_input_in_errors=True)

    jwt_key: SecretStr = SecretStr("please-change-this-in-production")
