"""A token check that answers 401, and a permission check that answers 403."""

from typing import Annotated

from fastapi import Depends, FastAPI, HTTPException, status
from fastapi.security import OAuth2PasswordBearer

ROLES = {"token-of-ada": "customer", "token-of-root": "admin"}

BearerToken = Annotated[str, Depends(OAuth2PasswordBearer("/token"))]


async def get_role(token: BearerToken) -> str:
    """Return the role of the caller; 401 for an unknown or expired token."""
    if token not in ROLES:
        headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
        raise HTTPException(status.HTTP_401_UNAUTHORIZED, headers=headers)
    return ROLES[token]


async def require_admin(role: Annotated[str, Depends(get_role)]) -> None:
    """Answer 403 to a caller whose role does not permit the request."""
    if role != "admin":
        raise HTTPException(status.HTTP_403_FORBIDDEN)


def create_app() -> FastAPI:
    """Return an app with one route for admins."""
    app = FastAPI()

    @app.get("/report", dependencies=[Depends(require_admin)])
    async def read_report() -> str:
        return "12 orders"

    return app
