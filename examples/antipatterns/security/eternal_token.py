# /// bad
# harm = "tests/antipatterns/security/test_eternal_token.py::test_token_without_an_end_is_accepted"
# right = "examples/shop/app/core/tokens.py"
# ///
"""A token that is checked for its signature, and for whatever else it brings."""

import jwt


class AccessTokens:
    """Reads the tokens that one key has signed."""

    def __init__(self, key: str) -> None:
        self.key = key

    def read(self, token: str) -> int:
        """Return whose token it is; raises what PyJWT raises."""
        claims = jwt.decode(token, self.key, algorithms=["HS256"])
        return int(claims["sub"])
