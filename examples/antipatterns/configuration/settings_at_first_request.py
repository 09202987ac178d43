# /// bad
# harm = "tests/antipatterns/configuration/test_settings_at_first_request.py::test_cached_settings_fail_at_the_first_request"
# right = "examples/patterns/configuration/settings_at_start.py"
# ///
"""Settings that the first request reads, through a cached dependency."""

from functools import cache
from typing import Annotated

from fastapi import Depends, FastAPI
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="APP_")

    timeout: float = Field(default=3.0, gt=0)


@cache
def get_settings() -> Settings:
    """Return the settings, read once."""
    return Settings()


def create_app() -> FastAPI:
    """Return an app whose settings nothing has read yet."""
    app = FastAPI()

    @app.get("/limits")
    async def read_limits(
        settings: Annotated[Settings, Depends(get_settings)],
    ) -> dict[str, float]:
        """Return how many seconds a request may take."""
        return {"timeout": settings.timeout}

    return app
