"""The requests and responses of users."""

from pydantic import BaseModel, ConfigDict

from patterns.layouts.by_layer.core.fields import Name


class UserCreate(BaseModel):
    """A new user."""

    model_config = ConfigDict(extra="forbid")

    name: Name


class UserRead(BaseModel):
    """A user as clients see it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    name: str
