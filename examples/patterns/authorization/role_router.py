"""A router for admins: its dependency checks the role on every route."""

from collections.abc import Awaitable, Callable

from fastapi import APIRouter, Depends, status

from app.core.errors import ForbiddenError
from app.sessions.dependencies import SessionServiceDep
from app.users.dependencies import CurrentUser, UserId
from app.users.models import Role
from app.users.schemas import UserRead


def require_role(*allowed: Role) -> Callable[[UserRead], Awaitable[None]]:
    """Return a dependency that raises ForbiddenError for other roles."""

    async def check_role(user: CurrentUser) -> None:
        if user.role not in allowed:
            raise ForbiddenError("Your role may not do this.")

    return check_role


router = APIRouter(
    prefix="/admin/users",
    tags=["admin"],
    dependencies=[Depends(require_role(Role.ADMIN))],
)


@router.delete("/{user_id}/sessions", status_code=status.HTTP_204_NO_CONTENT)
async def revoke_sessions(user_id: UserId, sessions: SessionServiceDep) -> None:
    """Log the user out of all devices."""
    await sessions.revoke_all(user_id)
