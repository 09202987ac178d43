"""Settings that are read once, before the app exists."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>` or `.env`."""

    model_config = SettingsConfigDict(
        env_prefix="APP_", env_file=".env", extra="ignore", frozen=True
    )

    timeout: float = Field(default=3.0, gt=0)


async def get_settings(request: Request) -> Settings:
    """Return the settings that this app was created with."""
    settings: Settings = request.app.state.settings
    return settings


router = APIRouter()


@router.get("/limits")
async def read_limits(
    settings: Annotated[Settings, Depends(get_settings)],
) -> dict[str, float]:
    """Return how many seconds a request may take."""
    return {"timeout": settings.timeout}


def create_app(settings: Settings | None = None) -> FastAPI:
    """Return an app; a setting that is missing or invalid raises here."""
    app = FastAPI()
    app.state.settings = settings or Settings()
    app.include_router(router)
    return app
