# /// bad
# ast-grep = ["SCH-002"]
# harm = "tests/antipatterns/schemas/test_ignored_field.py::test_misspelt_field_is_ignored"
# right = "examples/patterns/schemas/forbidden_extra.py"
# ///
"""A request schema with Pydantic's default for unknown fields."""

from typing import Annotated

from fastapi import APIRouter, Depends
from pydantic import MISSING, BaseModel

router = APIRouter()


class Preferences(BaseModel):
    """The preferences of an account."""

    newsletter: bool = True


async def get_preferences() -> Preferences:
    """Return the preferences of the account that is logged in."""
    return Preferences()


class PreferencesUpdate(BaseModel):
    """Changes to the preferences; an absent field stays."""

    newsletter: bool | MISSING = MISSING


@router.patch("/preferences")
async def update_preferences(
    data: PreferencesUpdate,
    preferences: Annotated[Preferences, Depends(get_preferences)],
) -> Preferences:
    """Change the fields that are set."""
    return preferences.model_copy(update=data.model_dump())
