"""A secret in a file that the platform mounts, and a child process."""

from anyio import run_process
from pydantic import SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Secrets come from `/run/secrets/app_<name>`, other values from `APP_<NAME>`."""

    model_config = SettingsConfigDict(
        env_prefix="APP_",
        secrets_dir="/run/secrets",
        hide_input_in_errors=True,
    )

    payment_key: SecretStr


async def convert(command: list[str]) -> bytes:
    """Run a converter of images, and return its output."""
    result = await run_process(command)
    return result.stdout
