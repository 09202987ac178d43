# /// bad
# harm = "tests/antipatterns/configuration/test_decoded_lists.py::test_list_that_is_not_json_hides_other_faults"
# right = "examples/shop/app/config.py"
# ///
"""Settings whose lists are decoded before they are validated."""

from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_")

    cors_origins: list[str] = []
    processes: int = 1


def load_settings() -> Settings:
    """Read the environment."""
    return Settings()
