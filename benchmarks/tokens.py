"""Access tokens as the shop issues and verifies them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import jwt
from jwt import InvalidTokenError

__all__ = ["KEY", "KEY_ID", "LIFETIME", "InvalidTokenError", "read", "sign"]

ALGORITHM = "HS256"
ISSUER = "https://shop.example"
AUDIENCE = "https://shop.example/api"
KEY_ID = "benchmark"
KEY = "signs the tokens of benchmarks, and no others"
REQUIRED = ["iss", "aud", "sub", "iat", "exp", "jti", "type", "sid"]
LIFETIME = timedelta(minutes=30)


def sign(user_id: int, session_id: int) -> str:
    """Return an access token of the user."""
    now = datetime.now(UTC)
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "sub": str(user_id),
        "iat": now,
        "exp": now + LIFETIME,
        "jti": uuid4().hex,
        "type": "access",
        "sid": str(session_id),
    }
    return jwt.encode(claims, KEY, ALGORITHM, {"kid": KEY_ID})


def read(token: str | bytes) -> dict[str, Any]:
    """Return its claims; InvalidTokenError for an invalid token."""
    return jwt.decode(
        token,
        KEY,
        algorithms=[ALGORITHM],
        audience=AUDIENCE,
        issuer=ISSUER,
        options={"require": REQUIRED},
    )
