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
    """Return the spelling that is stored; ValidationError if it is not an email."""
    return EMAIL.validate_python(email)


MIN_PASSWORD_LENGTH = 15  # NIST SP 800-63B-4
FullName = Annotated[
    str,
    StringConstraints(
        strip_whitespace=True,
        min_length=1,
        max_length=100,
        pattern=ONE_LINE,
    ),
]


def normalize_password(password: SecretStr) -> SecretStr:
    """Return the NFC form: keyboards send one letter as one code point or as two."""
    return SecretStr(normalize("NFC", password.get_secret_value()))


def require_length(password: SecretStr) -> SecretStr:
    """Refuse a short password; NIST requires 15 characters without a second factor."""
    if len(password) < MIN_PASSWORD_LENGTH:
        raise ValueError(f"use at least {MIN_PASSWORD_LENGTH} characters")
    return password


# The length is limited first: NFC takes quadratic time for combining characters.
CurrentPassword = Annotated[
    SecretStr, Field(max_length=128), Unicode, AfterValidator(normalize_password)
]
NewPassword = Annotated[
    CurrentPassword,
    AfterValidator(require_length),
    Field(json_schema_extra={"minLength": MIN_PASSWORD_LENGTH}),
]


class UserCreate(BaseModel):
    """A sign-up."""

    model_config = ConfigDict(extra="forbid")

    email: Email
    password: NewPassword
    full_name: FullName | None = None


class UserUpdate(BaseModel):
    """Changes to one's own account; an absent field stays, `null` clears the name."""

    model_config = ConfigDict(extra="forbid")

    email: Email | MISSING = MISSING
    full_name: FullName | MISSING | None = MISSING


class AccountUpdate(BaseModel):
    """Changes by an admin; an absent field stays as it is."""

    model_config = ConfigDict(extra="forbid")

    role: Role | MISSING = MISSING
    is_active: bool | MISSING = MISSING


class PasswordChange(BaseModel):
    """A new password, and the current one as proof of identity."""

    model_config = ConfigDict(extra="forbid")

    current_password: CurrentPassword
    new_password: NewPassword


class UserRead(BaseModel):
    """An account without its password hash, for its owner and admins."""

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
    """The account in version 2; `display_name` is never null."""

    id: int
    display_name: str
    email: str
    role: Role
    status: Literal["active", "deactivated"]
    joined_at: datetime

    @classmethod
    def of(cls, user: UserRead) -> Self:
        """Convert an account of version 1."""
        return cls(
            id=user.id,
            display_name=user.full_name or user.email.partition("@")[0],
            email=user.email,
            role=user.role,
            status="active" if user.is_active else "deactivated",
            joined_at=user.created_at,
        )
