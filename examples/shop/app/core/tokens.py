"""Access tokens: short-lived signed JWTs (SEC-001, SEC-002)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from uuid import uuid4

from jwt import PyJWT, PyJWTError, get_unverified_header
from pydantic import BaseModel, Field, ValidationError

from app.core.errors import InvalidTokenError
from app.core.keys import LARGEST_KEY

ALGORITHM = "HS256"
LEEWAY = 5  # seconds that the clocks of two machines may differ
REQUIRED_CLAIMS = ["iss", "aud", "sub", "iat", "exp", "jti", "type", "sid"]


@dataclass(frozen=True, slots=True)
class AccessToken:
    """What a verified token says: its user, and the session it was issued in."""

    user_id: int
    session_id: int


class AccessClaims(BaseModel):
    """The claims that the app reads itself; both IDs are strings in the token."""

    sub: int = Field(ge=1, le=LARGEST_KEY)
    sid: int = Field(ge=1, le=LARGEST_KEY)
    type: Literal["access"]


class AccessTokens:
    """Issues and verifies tokens with HMAC keys of at least 32 bytes.

    The first key signs, every key is accepted.
    """

    def __init__(
        self,
        keys: Mapping[str, bytes],
        issuer: str,
        audience: str,
        lifetime: timedelta,
    ) -> None:
        self.keys = dict(keys)
        self.issuer = issuer
        self.audience = audience
        self.lifetime = lifetime
        self.jwt = PyJWT(
            {"require": REQUIRED_CLAIMS, "enforce_minimum_key_length": True}
        )

    def issue(self, token: AccessToken) -> str:
        """Return the signed token, valid for `lifetime` from now."""
        now = datetime.now(UTC)
        key_id = next(iter(self.keys))
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": str(token.user_id),
            "sid": str(token.session_id),
            "iat": now,
            "exp": now + self.lifetime,
            "jti": uuid4().hex,
            "type": "access",
        }
        headers = {"kid": key_id}
        return self.jwt.encode(claims, self.keys[key_id], ALGORITHM, headers)

    def read(self, token: str) -> AccessToken:
        """Verify signature and claims; InvalidTokenError whatever is wrong.

        The app names the algorithm: the one in the token was chosen by its author.
        """
        try:
            claims = self.jwt.decode(
                token,
                self.keys[get_unverified_header(token)["kid"]],
                algorithms=[ALGORITHM],
                audience=self.audience,
                issuer=self.issuer,
                leeway=LEEWAY,
            )
            found = AccessClaims.model_validate(claims)
        except (PyJWTError, KeyError, ValidationError) as error:
            raise InvalidTokenError from error
        return AccessToken(found.sub, found.sid)
