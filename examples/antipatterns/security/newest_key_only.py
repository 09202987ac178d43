# /// bad
# harm = "tests/antipatterns/security/test_newest_key_only.py::test_a_new_key_voids_every_token"
# right = "examples/shop/app/core/tokens.py"
# ///
"""One key at a time: the newest signs, and it alone is accepted."""

from datetime import UTC, datetime, timedelta

import jwt

from app.config import Settings, encode_key
from app.core.tokens import AccessToken

REQUIRED = ["exp", "sub", "version"]


class AccessTokens:
    """Issues and reads tokens."""

    def __init__(self, settings: Settings) -> None:
        self.key = encode_key(next(iter(settings.jwt_keys.values())))

    def issue(self, subject: AccessToken) -> str:
        """Return a token that counts for half an hour."""
        claims = {
            "sub": str(subject.user_id),
            "version": subject.version,
            "exp": datetime.now(UTC) + timedelta(minutes=30),
        }
        return jwt.encode(claims, self.key, "HS256")

    def read(self, token: str) -> AccessToken:
        """Return whom it speaks of; raises what PyJWT raises."""
        claims = jwt.decode(
            token, self.key, algorithms=["HS256"], options={"require": REQUIRED}
        )
        return AccessToken(int(claims["sub"]), claims["version"])
