# /// bad
# ast-grep = ["SEC-001"]
# harm = "tests/antipatterns/security/test_token_without_expiry.py::test_token_without_expiry_is_accepted"
# right = "examples/shop/app/core/tokens.py"
# ///
"""A decoder that requires no claims, so a token may lack `exp`."""

import jwt


class AccessTokens:
    """Reads the tokens that one key has signed."""

    def __init__(self, key: str) -> None:
        self.key = key

    def read(self, token: str) -> int:
        """Return the user ID; raises PyJWTError for an invalid token."""
        claims = jwt.decode(token, self.key, algorithms=["HS256"])
        return int(claims["sub"])
