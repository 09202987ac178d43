"""What clients send and see."""

from datetime import datetime
from typing import Annotated

from pydantic import (
    MISSING,
    AfterValidator,
    BaseModel,
    ConfigDict,
    EmailStr,
    Field,
    SecretStr,
    StringConstraints,
)

Email = Annotated[EmailStr, AfterValidator(str.lower)]
FullName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=100,
        pattern=r"^[^\x00-\x1f\x7f]*$",  # PostgreSQL stores no NUL
    ),
]
Password = Annotated[SecretStr, Field(min_length=12, max_length=128)]


class UserCreate(BaseModel):
    """A sign-up."""

    model_config = ConfigDict(extra="forbid")

    email: Email
    password: Password
    full_name: FullName | None = None


class UserUpdate(BaseModel):
    """A change: an absent field stays as it is, `full_name: null` clears the name."""

    model_config = ConfigDict(extra="forbid")

    email: Email | MISSING = MISSING
    full_name: FullName | MISSING | None = MISSING


class UserRead(BaseModel):
    """An account as anyone may see it: without the password's hash."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
    full_name: str | None
    created_at: datetime
    updated_at: datetime
