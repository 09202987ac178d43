"""Tokens of an identity provider, verified with its published keys."""

import jwt
from anyio import CapacityLimiter, to_thread
from jwt import PyJWKClient, PyJWKClientConnectionError, PyJWTError

from app.core.errors import InvalidTokenError, UnavailableError

ALGORITHMS = ["RS256"]
REQUIRED_CLAIMS = ["iss", "aud", "sub", "iat", "exp"]
TIMEOUT = 3  # seconds; the default is 30


class ProviderTokens:
    """Reads the tokens that one provider has issued for this app."""

    def __init__(self, issuer: str, audience: str, jwks_url: str) -> None:
        self.issuer = issuer
        self.audience = audience
        self.jwks = PyJWKClient(jwks_url, timeout=TIMEOUT)
        self.limiter = CapacityLimiter(4)

    async def read(self, token: str) -> str:
        """Return the subject; InvalidTokenError, or UnavailableError without keys."""
        try:
            # It fetches the keys with urllib, which blocks its thread.
            key = await to_thread.run_sync(
                self.jwks.get_signing_key_from_jwt, token, limiter=self.limiter
            )
            claims = jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self.audience,
                issuer=self.issuer,
                options={"require": REQUIRED_CLAIMS},
            )
        except PyJWKClientConnectionError as error:
            raise UnavailableError("The identity provider doesn't answer.") from error
        except PyJWTError as error:
            raise InvalidTokenError from error
        return str(claims["sub"])
