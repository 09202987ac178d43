"""A request schema that refuses unknown fields."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import MISSING, BaseModel, ConfigDict

router = APIRouter()


class Preferences(BaseModel):
    """The preferences of an account."""

    newsletter: bool = True


async def get_preferences() -> Preferences:
    """Return the preferences of the account that is logged in."""
    return Preferences()


class PreferencesUpdate(BaseModel):
    """Changes to the preferences; an absent field stays."""

    model_config = ConfigDict(extra="forbid")

    newsletter: bool | MISSING = MISSING


@router.patch("/preferences")
async def update_preferences(
    data: PreferencesUpdate,
    preferences: Annotated[Preferences, Depends(get_preferences)],
) -> Preferences:
    """Change the fields that are set."""
    return preferences.model_copy(update=data.model_dump())
