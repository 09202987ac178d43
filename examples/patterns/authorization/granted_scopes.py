"""A token with the requested scopes that the role allows."""

from fastapi.security import OAuth2PasswordRequestForm

from app.users.models import Role, User

ORDERS, USERS = "orders:write", "users:write"
SCOPES = {Role.CUSTOMER: {ORDERS}, Role.ADMIN: {ORDERS, USERS}}


def build_claims(user: User, form: OAuth2PasswordRequestForm) -> dict[str, str]:
    """Return the claims of an access token, with the scopes that the role allows."""
    granted = SCOPES[user.role].intersection(form.scopes)
    return {"sub": str(user.id), "scope": " ".join(sorted(granted))}
