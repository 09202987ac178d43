# /// bad
# mypy = ["assignment"]
# basedpyright = ["reportAssignmentType"]
# harm = "tests/antipatterns/typing_code/test_none_in_text_field.py::test_client_can_not_send_back_what_it_read"
# right = "examples/patterns/typing_code/none_in_field.py"
# ///
"""A field that is declared as text and has None as its default."""

from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()


class Profile(BaseModel):
    """What a user may change."""

    nickname: str = None


class ProfileRead(Profile):
    """What a user reads."""


@router.get("/profile")
async def read_profile() -> ProfileRead:
    """Return the profile of a new user."""
    return ProfileRead()


@router.put("/profile")
async def replace_profile(profile: Profile) -> ProfileRead:
    """Return the profile as it is stored."""
    return ProfileRead(nickname=profile.nickname)
