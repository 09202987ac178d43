"""What a token still opens after its user was demoted or deactivated."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest
from accounts import SignIn
from fastapi import FastAPI
from sqlalchemy import update

from antipatterns.authorization import role_from_token as wrong
from app.core.database import Database, unit_of_work
from app.core.errors import ForbiddenError
from app.users.dependencies import get_current_admin
from app.users.models import Role, User
from app.users.router import router as users

KEY = "0123456789abcdef0123456789abcdef"
HALF_AN_HOUR = timedelta(minutes=30)
CHANGES: dict[str, dict[str, Any]] = {
    "demoted": {"role": Role.CUSTOMER},
    "deactivated": {"is_active": False},
}


def token_with(role: Role) -> str:
    """Return a token that names the role of user 1, as it is at the login."""
    expires = datetime.now(UTC) + HALF_AN_HOUR
    return jwt.encode({"sub": "1", "role": role, "exp": expires}, KEY)


async def change_users(database: Database, values: dict[str, Any]) -> None:
    async with unit_of_work(database) as session:
        await session.execute(update(User).values(values))


async def test_demoted_and_deactivated_admins_keep_access(
    app: FastAPI, database: Database, sign_in: SignIn, measured: Callable[[str], None]
) -> None:
    tokens, token = wrong.AdminTokens(KEY), token_with(Role.ADMIN)
    app.include_router(users)
    app.dependency_overrides[get_current_admin] = lambda: tokens.require_admin(token)
    admin = await sign_in(role=Role.ADMIN)

    statuses = {}
    for change, values in CHANGES.items():
        await change_users(database, values)
        statuses[change] = (await admin.get("/users")).status_code

    assert statuses == {"demoted": 200, "deactivated": 200}
    with pytest.raises(ForbiddenError):
        tokens.require_admin(token_with(Role.CUSTOMER))
    minutes = HALF_AN_HOUR // timedelta(minutes=1)
    measured(
        f"The admin listed all users with status {statuses['demoted']} after the"
        f" demotion, and {statuses['deactivated']} after the deactivation. The token"
        f" was valid for {minutes} minutes."
    )


@pytest.mark.parametrize(("change", "status"), [("demoted", 403), ("deactivated", 401)])
async def test_shop_reads_role_and_activity_from_the_row(
    app: FastAPI, database: Database, sign_in: SignIn, change: str, status: int
) -> None:
    app.include_router(users)
    admin = await sign_in(role=Role.ADMIN)
    before = await admin.get("/users")

    await change_users(database, CHANGES[change])

    after = await admin.get("/users")
    assert (before.status_code, after.status_code) == (200, status)
