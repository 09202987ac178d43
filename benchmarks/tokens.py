"""Access tokens as the shop issues and checks them."""

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
    """Return a token that speaks for the account."""
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
    """Return what it says; InvalidTokenError when it does not count."""
    return jwt.decode(
        token,
        KEY,
        algorithms=[ALGORITHM],
        audience=AUDIENCE,
        issuer=ISSUER,
        options={"require": REQUIRED},
    )
