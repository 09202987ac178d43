"""A handler that declares what it reads and returns."""

from fastapi import APIRouter

router = APIRouter()
NAMES = ["ada", "grace", "hedy"]


@router.get("/users")
async def list_users(limit: int) -> list[str]:
    """Return the first users."""
    return NAMES[:limit]
