"""A field that is text or None."""

from fastapi import APIRouter
from pydantic import BaseModel

router = APIRouter()


class Profile(BaseModel):
    """What a user may change."""

    nickname: str | None = None


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
