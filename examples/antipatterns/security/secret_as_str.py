# /// bad
# ast-grep = ["SEC-010"]
# harm = "tests/antipatterns/security/test_secret_as_str.py::test_printed_settings_contain_key"
# right = "examples/shop/app/config.py"
# ///
"""Settings whose signing keys are `str`, so that printing shows them."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_")

    jwt_keys: dict[str, Annotated[str, Field(min_length=32)]]
