# /// bad
# harm = "tests/antipatterns/security/test_eternal_token.py::test_token_without_expiry_is_accepted"
# right = "examples/shop/app/core/tokens.py"
# ///
"""A token whose signature is verified, but whose claims are not required."""

import jwt


class AccessTokens:
    """Reads the tokens that one key has signed."""

    def __init__(self, key: str) -> None:
        self.key = key

    def read(self, token: str) -> int:
        """Return the id of the token's user; raises what PyJWT raises."""
        claims = jwt.decode(token, self.key, algorithms=["HS256"])
        return int(claims["sub"])
