"""What clients send to log in, and what they get."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from app.core.text import Unicode
from app.users.schemas import Email, KnownPassword

RefreshTokenText = Annotated[SecretStr, Field(max_length=200), Unicode]


class LoginForm(BaseModel):
    """The password form of OAuth2, as far as the shop reads it."""

    grant_type: Literal["password"]
    username: Email
    password: KnownPassword


class RefreshRequest(BaseModel):
    """The token that was handed out last."""

    model_config = ConfigDict(extra="forbid")

    refresh_token: RefreshTokenText


class TokenPair(BaseModel):
    """What a login or a renewal gives; `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = Field(default="bearer")
    expires_in: int


class SessionRead(BaseModel):
    """One login, so that its owner can recognise and end it."""

    model_config = ConfigDict(from_attributes=True)

    id: int
    user_agent: str | None
    created_at: datetime
    last_used_at: datetime
    expires_at: datetime
