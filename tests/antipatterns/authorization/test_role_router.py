"""Who passes the role check of a router."""

from collections.abc import Callable

from accounts import SignIn
from fastapi import Depends, FastAPI
from httpx import AsyncClient

from antipatterns.authorization import admin_route_without_role as wrong
from antipatterns.authorization import misspelled_role
from app.users.models import Role
from app.users.router import router as users
from patterns.authorization import role_router as right

ME = "/users/me"


async def log_out(ada: AsyncClient, client: AsyncClient) -> tuple[int, int]:
    """End Ada's sessions; return that status, and the one of Ada's next request."""
    user_id = (await ada.get(ME)).json()["id"]
    ended = await client.delete(f"/admin/users/{user_id}/sessions")
    return ended.status_code, (await ada.get(ME)).status_code


async def test_customer_logs_another_user_out(
    app: FastAPI, sign_in: SignIn, measured: Callable[[str], None]
) -> None:
    app.include_router(users)
    app.include_router(wrong.router)
    ada, grace = await sign_in(), await sign_in("grace@example.com")

    ended, next_request = await log_out(ada, grace)

    assert (ended, next_request) == (204, 401)
    measured(
        f"A customer ended all sessions of another one: status {ended}. The victim's"
        f" next request got a {next_request}."
    )


async def test_router_dependency_refuses_customers(
    app: FastAPI, sign_in: SignIn
) -> None:
    app.include_router(users)
    app.include_router(right.router)
    ada, grace = await sign_in(), await sign_in("grace@example.com")
    admin = await sign_in("admin@example.com", Role.ADMIN)

    assert await log_out(ada, grace) == (403, 200)
    assert await log_out(ada, admin) == (204, 401)


async def test_role_outside_the_enum_refuses_admins(
    app: FastAPI, sign_in: SignIn
) -> None:
    app.include_router(right.router)
    app.include_router(misspelled_role.router)
    admin = await sign_in(role=Role.ADMIN)

    found = [
        (await admin.delete(f"/admin/{name}/1/sessions")).status_code
        for name in ("reports", "users")
    ]

    assert found == [403, 204]


async def test_dependency_accepts_each_of_its_roles(
    app: FastAPI, sign_in: SignIn
) -> None:
    either = Depends(right.require_role(Role.ADMIN, Role.CUSTOMER))
    app.include_router(users, dependencies=[either])

    assert (await (await sign_in()).get(ME)).status_code == 200
