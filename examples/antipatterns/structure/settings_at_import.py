# /// bad
# ast-grep = ["STR-006"]
# harm = "tests/antipatterns/structure/test_settings_at_import.py::test_override_has_no_effect"
# right = "examples/patterns/structure/settings_by_dependency.py"
# ///
"""Settings that a module copies at import."""

from functools import lru_cache

from fastapi import APIRouter
from pydantic import BaseModel


class Settings(BaseModel):
    """What a deployment may change."""

    page_size: int = 20


@lru_cache
def get_settings() -> Settings:
    """Return the settings, read once."""
    return Settings()


settings = get_settings()

router = APIRouter(prefix="/limits")


@router.get("")
async def read_limits() -> dict[str, int]:
    """Return the page size."""
    return {"page_size": settings.page_size}
