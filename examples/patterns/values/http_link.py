"""A link with the scheme `http` or `https`."""

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, HttpUrl
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.core.dependencies import SessionDep


class Base(DeclarativeBase):
    """The tables of this example."""


class Profile(Base):
    """The public page of a person."""

    __tablename__ = "profiles"

    id: Mapped[int] = mapped_column(primary_key=True)
    website: Mapped[str] = mapped_column(String(2083))


class ProfileUpdate(BaseModel):
    """A new link."""

    model_config = ConfigDict(extra="forbid")

    website: HttpUrl


router = APIRouter(prefix="/profiles")


@router.put("/{profile_id}")
async def update_profile(
    profile_id: int, data: ProfileUpdate, session: SessionDep
) -> None:
    """Store the link."""
    profile = await session.get_one(Profile, profile_id)
    profile.website = str(data.website)


@router.get("/{profile_id}/website")
async def read_website(profile_id: int, session: SessionDep) -> str:
    """Return the link, for the page of that person."""
    profile = await session.get_one(Profile, profile_id)
    return profile.website
