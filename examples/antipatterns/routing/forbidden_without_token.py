# /// bad
# ast-grep = ["ROUTE-006"]
# harm = "tests/antipatterns/routing/test_forbidden_without_token.py::test_client_does_not_refresh_after_403"
# right = "examples/patterns/routing/authenticated_role.py"
# ///
"""A token check that answers 403 for an expired token."""

from typing import Annotated

from fastapi import Depends, FastAPI, Header, HTTPException, status

from patterns.routing.authenticated_role import ROLES


async def get_role(authorization: Annotated[str, Header()] = "") -> str:
    """Return the role of the caller."""
    token = authorization.removeprefix("Bearer ")
    if token not in ROLES:
        raise HTTPException(status.HTTP_403_FORBIDDEN, "Invalid token")
    return ROLES[token]


def create_app() -> FastAPI:
    """Return an app with one route for known callers."""
    app = FastAPI()

    @app.get("/report", dependencies=[Depends(get_role)])
    async def read_report() -> str:
        return "12 orders"

    return app
