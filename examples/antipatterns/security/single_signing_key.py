# /// bad
# ast-grep = ["SEC-002"]
# harm = "tests/antipatterns/security/test_single_signing_key.py::test_new_key_refuses_every_older_token"
# right = "examples/shop/app/core/tokens.py"
# ///
"""A single signing key: tokens of every older key are refused."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import jwt

from app.core.tokens import AccessToken

REQUIRED_CLAIMS = ["exp", "sub", "sid"]


class AccessTokens:
    """Issues and reads tokens."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self.key = next(iter(keys.values()))

    def issue(self, token: AccessToken) -> str:
        """Return a signed token, valid for half an hour."""
        claims = {
            "sub": str(token.user_id),
            "sid": str(token.session_id),
            "exp": datetime.now(UTC) + timedelta(minutes=30),
        }
        return jwt.encode(claims, self.key, "HS256")

    def read(self, token: str) -> AccessToken:
        """Return the claims; raises PyJWTError for an invalid token."""
        claims = jwt.decode(
            token, self.key, algorithms=["HS256"], options={"require": REQUIRED_CLAIMS}
        )
        return AccessToken(int(claims["sub"]), int(claims["sid"]))
