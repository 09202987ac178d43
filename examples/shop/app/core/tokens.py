"""Access tokens: short-lived, signed, each naming the key that signed it."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Annotated, Literal
from uuid import uuid4

from fastapi import Depends, Request
from jwt import PyJWT, PyJWTError, get_unverified_header
from pydantic import BaseModel, Field, ValidationError

from app.config import Settings, encode_key
from app.core.database import LARGEST_KEY
from app.core.errors import InvalidTokenError

ALGORITHM = "HS256"
LEEWAY = 5  # seconds that the clocks of two machines may differ
REQUIRED = ["iss", "aud", "sub", "iat", "exp", "jti", "type", "version"]


@dataclass(frozen=True, slots=True)
class AccessToken:
    """Whom a token speaks of, and the version that the account's tokens had then."""

    user_id: int
    version: int


class AccessClaims(BaseModel):
    """What the shop reads in a token once PyJWT has found the rest in order."""

    sub: int = Field(ge=1, le=LARGEST_KEY)  # a string in the token, as JWT wants it
    version: int
    type: Literal["access"]


class AccessTokens:
    """Issues and reads tokens; the first key signs, every key is accepted."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.keys = {
            key_id: encode_key(key) for key_id, key in settings.jwt_keys.items()
        }
        self.jwt = PyJWT({"require": REQUIRED, "enforce_minimum_key_length": True})

    @property
    def lifetime(self) -> timedelta:
        """How long a token counts."""
        return timedelta(minutes=self.settings.access_token_minutes)

    def issue(self, subject: AccessToken) -> str:
        """Return a signed token."""
        now = datetime.now(UTC)
        key_id = next(iter(self.keys))
        claims = {
            "iss": self.settings.jwt_issuer,
            "aud": self.settings.jwt_audience,
            "sub": str(subject.user_id),
            "iat": now,
            "exp": now + self.lifetime,
            "jti": uuid4().hex,
            "type": "access",
            "version": subject.version,
        }
        headers = {"kid": key_id}
        return self.jwt.encode(claims, self.keys[key_id], ALGORITHM, headers)

    def read(self, token: str) -> AccessToken:
        """Return whom it speaks of; InvalidTokenError whatever is wrong with it.

        The algorithm is ours to say: the token's own word could be `none`.
        """
        try:
            claims = self.jwt.decode(
                token,
                self.keys[read_key_id(token.partition(".")[0])],
                algorithms=[ALGORITHM],
                audience=self.settings.jwt_audience,
                issuer=self.settings.jwt_issuer,
                leeway=LEEWAY,
            )
            found = AccessClaims.model_validate(claims)
        except (PyJWTError, KeyError, ValidationError) as error:
            raise InvalidTokenError from error
        return AccessToken(found.sub, found.version)


@lru_cache(maxsize=32)
def read_key_id(header: str) -> str:
    """Return the key's name in the first part of a token; all of a key share it."""
    key_id: str = get_unverified_header(f"{header}..")["kid"]
    return key_id


def tokens_of(request: Request) -> AccessTokens:
    """Return tokens by the keys that this app was created with."""
    tokens: AccessTokens = request.app.state.tokens
    return tokens


async def get_access_tokens(request: Request) -> AccessTokens:
    """Give them to whoever asks by annotation."""
    return tokens_of(request)


AccessTokensDep = Annotated[AccessTokens, Depends(get_access_tokens)]
