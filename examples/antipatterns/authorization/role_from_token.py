# /// bad
# ast-grep = ["AUTHZ-002"]
# harm = "tests/antipatterns/authorization/test_role_from_token.py::test_demoted_and_deactivated_admins_keep_access"
# right = "examples/shop/app/users/dependencies.py"
# ///
"""A role that is read from the claims of the token."""

from dataclasses import dataclass

import jwt

from app.core.errors import ForbiddenError


@dataclass(frozen=True)
class AdminTokens:
    """Reads tokens that one key has signed."""

    key: str

    def require_admin(self, token: str) -> int:
        """Return the admin's ID; ForbiddenError for other roles."""
        claims = jwt.decode(
            token,
            self.key,
            algorithms=["HS256"],
            options={"require": ["exp", "sub", "role"]},
        )
        if claims["role"] != "admin":
            raise ForbiddenError("Only admins may do this.")
        return int(claims["sub"])
