# /// bad
# harm = "tests/antipatterns/structure/test_app_at_import.py::test_app_is_older_than_its_settings"
# right = "examples/patterns/structure/app_by_factory.py"
# ///
"""An app that is built, with its settings, when its module is imported."""

from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the environment decides."""

    model_config = SettingsConfigDict(env_prefix="SHOP_")

    title: str = "Shop"
    page_size: int = 20


def create_app(settings: Settings) -> FastAPI:
    """Build the app for these settings."""
    return FastAPI(title=settings.title)


app = create_app(Settings())
