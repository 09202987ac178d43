"""Settings that a handler gets through a dependency."""

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import BaseModel


class Settings(BaseModel):
    """What a deployment may change."""

    page_size: int = 20


@lru_cache
def load_settings() -> Settings:
    """Read the settings once."""
    return Settings()


async def get_settings() -> Settings:
    """Return the settings of this process."""
    return load_settings()


SettingsDep = Annotated[Settings, Depends(get_settings)]

router = APIRouter(prefix="/limits")


@router.get("")
async def read_limits(settings: SettingsDep) -> dict[str, int]:
    """Return the page size."""
    return {"page_size": settings.page_size}
