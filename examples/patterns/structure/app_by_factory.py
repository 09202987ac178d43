"""An app that a factory builds, with its settings."""

from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the environment decides."""

    model_config = SettingsConfigDict(env_prefix="SHOP_")

    title: str = "Shop"
    page_size: int = 20


def create_app(settings: Settings | None = None) -> FastAPI:
    """Build the app for these settings, or for those of the environment."""
    settings = settings or Settings()
    return FastAPI(title=settings.title)
