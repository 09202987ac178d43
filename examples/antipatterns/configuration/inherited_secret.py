# /// bad
# harm = "tests/antipatterns/configuration/test_inherited_secret.py::test_child_process_inherits_the_secret"
# right = "examples/patterns/configuration/mounted_secret.py"
# ///
"""A secret in an environment variable, and a child process."""

from anyio import run_process
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_", hide_input_in_errors=True)

    payment_key: SecretStr


async def convert(command: list[str]) -> bytes:
    """Run a converter of images, and return its output."""
    result = await run_process(command)
    return result.stdout
