"""Access tokens with PyJWT, which reads what python-jose has issued."""

from datetime import UTC, datetime, timedelta

from jwt import InvalidTokenError, PyJWT

ALGORITHM = "HS256"


class AccessTokens:
    """Issues and reads tokens with one key of at least 32 bytes."""

    def __init__(self, key: bytes, issuer: str, audience: str) -> None:
        self.key = key
        self.issuer = issuer
        self.audience = audience
        self.jwt = PyJWT(
            {
                "require": ["exp", "iss", "aud", "sub"],
                "enforce_minimum_key_length": True,
            }
        )

    def issue(self, user_id: int, lifetime: timedelta) -> str:
        """Return a signed token."""
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": str(user_id),
            "exp": datetime.now(UTC) + lifetime,
        }
        return self.jwt.encode(claims, self.key, ALGORITHM)

    def read(self, token: str) -> int | None:
        """Return the user ID, or None for an invalid token."""
        try:
            claims = self.jwt.decode(
                token,
                self.key,
                algorithms=[ALGORITHM],
                audience=self.audience,
                issuer=self.issuer,
            )
        except InvalidTokenError:
            return None
        return int(claims["sub"])
