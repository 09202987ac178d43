"""The requests of login and refresh, and the token pair."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr

from app.core.text import Unicode
from app.users.schemas import CurrentPassword, Email

RefreshTokenText = Annotated[SecretStr, Field(max_length=200), Unicode]


class LoginForm(BaseModel):
    """The fields of the OAuth2 password form that the app uses."""

    grant_type: Literal["password"]
    username: Email
    password: CurrentPassword


class RefreshRequest(BaseModel):
    """A refresh token, to exchange it or to log out."""

    model_config = ConfigDict(extra="forbid")

    refresh_token: RefreshTokenText


class TokenPair(BaseModel):
    """The answer to a login or a refresh; `expires_in` is in seconds."""

    access_token: str
    refresh_token: str
    token_type: Literal["bearer"] = Field(default="bearer")
    expires_in: int
