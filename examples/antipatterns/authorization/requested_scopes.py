# /// bad
# ast-grep = ["AUTHZ-005"]
# harm = "tests/antipatterns/authorization/test_requested_scopes.py::test_customer_gets_the_scope_of_admins"
# right = "examples/patterns/authorization/granted_scopes.py"
# ///
"""A token with every scope that the login form names."""

from fastapi.security import OAuth2PasswordRequestForm

from app.users.models import User


def build_claims(user: User, form: OAuth2PasswordRequestForm) -> dict[str, str]:
    """Return the claims of an access token, with the scopes of the form."""
    return {"sub": str(user.id), "scope": " ".join(form.scopes)}
