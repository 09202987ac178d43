# /// bad
# ast-grep = ["IDP-003"]
# harm = "tests/antipatterns/identity/test_provider_tokens.py::test_token_of_another_app_is_accepted"
# right = "examples/patterns/identity/provider_tokens.py"
# ///
"""A token of the provider that was issued for any app."""

import jwt
from anyio import CapacityLimiter, to_thread
from jwt import PyJWKClient, PyJWTError

from app.core.errors import InvalidTokenError


class ProviderTokens:
    """Reads the tokens of an identity provider."""

    def __init__(self, jwks: PyJWKClient) -> None:
        self.jwks = jwks
        self.limiter = CapacityLimiter(4)

    async def read(self, token: str) -> str:
        """Return the subject; InvalidTokenError without a valid signature."""
        try:
            key = await to_thread.run_sync(
                self.jwks.get_signing_key_from_jwt, token, limiter=self.limiter
            )
            claims = jwt.decode(
                token,
                key,
                algorithms=["RS256"],
                options={"verify_aud": False, "require": ["exp", "sub"]},
            )
        except PyJWTError as error:
            raise InvalidTokenError from error
        return str(claims["sub"])
