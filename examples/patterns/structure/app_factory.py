"""An app factory that takes the settings as an argument."""

from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The values of the environment."""

    model_config = SettingsConfigDict(env_prefix="SHOP_")

    title: str = "Shop"
    page_size: int = 20


def create_app(settings: Settings | None = None) -> FastAPI:
    """Create the app with these settings, or those of the environment."""
    settings = settings or Settings()
    return FastAPI(title=settings.title)
