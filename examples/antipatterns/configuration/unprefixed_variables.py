# /// bad
# ast-grep = ["CFG-006"]
# harm = "tests/antipatterns/configuration/test_unprefixed_variables.py::test_variables_of_the_platform_become_settings"
# right = "examples/shop/app/config.py"
# ///
"""Settings that read variables of the machine."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from the variable of the same name."""

    model_config = SettingsConfigDict(frozen=True)

    debug: bool = False
    valkey_port: int = 6379
