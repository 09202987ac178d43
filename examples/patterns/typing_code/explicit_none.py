"""A search whose term may be None, and a field that must be given."""

from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()
NAMES = ["ada", "grace", "hedy"]


@router.get("/users")
async def search_users(term: str | None = None) -> list[str]:
    """Return the users whose name contains the term."""
    if term is None:
        return NAMES
    return [name for name in NAMES if term.lower() in name]


class Move(BaseModel):
    """A move to another team, or out of every team."""

    team: str | None
    note: str | None = None
