# /// bad
# ast-grep = ["STR-005"]
# harm = "tests/antipatterns/structure/test_app_at_import.py::test_app_keeps_settings_of_import"
# right = "examples/patterns/structure/app_factory.py"
# ///
"""An app that is created when its module is imported."""

from fastapi import FastAPI
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """The values of the environment."""

    model_config = SettingsConfigDict(env_prefix="SHOP_")

    title: str = "Shop"
    page_size: int = 20


def create_app(settings: Settings) -> FastAPI:
    """Create the app with these settings."""
    return FastAPI(title=settings.title)


app = create_app(Settings())
