"""The requests and responses of accounts."""

from datetime import datetime
from typing import Annotated, Literal, Self
from unicodedata import normalize

from pydantic import (
    MISSING,
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    EmailStr,
    Field,
    SecretStr,
    StringConstraints,
    TypeAdapter,
)

from app.core.text import ONE_LINE, Unicode
from app.users.models import Role

LONGEST_EMAIL = 254  # characters (RFC 5321)


def refuse_long_email(value: object) -> object:
    """Refuse a long text before EmailStr, whose patterns take quadratic time."""
    if isinstance(value, str) and len(value) > LONGEST_EMAIL:
        raise ValueError(f"longer than {LONGEST_EMAIL} characters")
    return value


def lower_case(email: str) -> str:
    """Return the email in lower case, in the Unicode form NFC as before."""
    return normalize("NFC", email.lower())


# One spelling for sign-up, login, update and commands: EmailStr strips blanks, decodes
# an IDNA domain and returns NFC.
Email = Annotated[
    EmailStr, BeforeValidator(refuse_long_email), AfterValidator(lower_case)
]
EMAIL: TypeAdapter[str] = TypeAdapter(Email)


def normalize_email(email: str) -> str:
    """Return the spelling that is stored; ValidationError if it is no email."""
    return EMAIL.validate_python(email)


FullName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=100,
        pattern=ONE_LINE,
    ),
]
Password = Annotated[SecretStr, Field(min_length=12, max_length=128), Unicode]
KnownPassword = Annotated[  # may be an old, short one
    SecretStr, Field(max_length=128), Unicode
]


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


class AccountUpdate(BaseModel):
    """What an admin may change of an account; an absent field stays as it is."""

    model_config = ConfigDict(extra="forbid")

    role: Role | MISSING = MISSING
    is_active: bool | MISSING = MISSING


class PasswordChange(BaseModel):
    """A new password, and the proof that its owner is asking."""

    model_config = ConfigDict(extra="forbid")

    current_password: KnownPassword
    new_password: Password


class UserRead(BaseModel):
    """An account as its owner and admins see it: without the password's hash."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    email: str
    full_name: str | None
    role: Role
    is_active: bool
    version: int
    created_at: datetime
    updated_at: datetime

    @property
    def etag(self) -> str:
        """Identify this version of the account."""
        return f'"{self.id}-{self.version}"'


class UserReadV2(BaseModel):
    """The account in version 2: always with a name to show, never with an absence."""

    id: int
    display_name: str
    email: str
    role: Role
    status: Literal["active", "deactivated"]
    joined_at: datetime

    @classmethod
    def of(cls, user: UserRead) -> Self:
        """Tell the same account in the newer shape."""
        return cls(
            id=user.id,
            display_name=user.full_name or user.email.partition("@")[0],
            email=user.email,
            role=user.role,
            status="active" if user.is_active else "deactivated",
            joined_at=user.created_at,
        )
