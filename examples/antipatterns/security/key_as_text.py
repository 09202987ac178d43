# /// bad
# harm = "tests/antipatterns/security/test_key_as_text.py::test_printed_settings_tell_the_key"
# right = "examples/shop/app/config.py"
# ///
"""Settings in which a key is text like any other."""

from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_")

    jwt_keys: dict[str, Annotated[str, Field(min_length=32)]]
