# /// bad
# ast-grep = ["IDP-004"]
# harm = "tests/antipatterns/identity/test_provider_tokens.py::test_fetch_of_keys_blocks_the_event_loop"
# right = "examples/patterns/identity/provider_tokens.py"
# ///
"""Keys of the provider that are fetched on the event loop."""

import jwt
from jwt import PyJWKClient

REQUIRED_CLAIMS = ["iss", "aud", "sub", "iat", "exp"]


class ProviderTokens:
    """Reads the tokens that one provider has issued for this app."""

    def __init__(self, issuer: str, audience: str, jwks_url: str) -> None:
        self.issuer = issuer
        self.audience = audience
        self.jwks = PyJWKClient(jwks_url)

    async def read(self, token: str) -> str:
        """Return the subject; raises PyJWTError for an invalid token."""
        claims = jwt.decode(
            token,
            self.jwks.get_signing_key_from_jwt(token),
            algorithms=["RS256"],
            audience=self.audience,
            issuer=self.issuer,
            options={"require": REQUIRED_CLAIMS},
        )
        return str(claims["sub"])
