"""Which scopes a customer gets who asks for those of an admin."""

from collections.abc import Awaitable, Callable
from typing import Annotated

from accounts import CORRECT_HORSE, account
from fastapi import Depends, FastAPI
from fastapi.security import OAuth2PasswordRequestForm
from httpx import Request, Response

from antipatterns.authorization import requested_scopes as wrong
from app.users.models import Role, User
from patterns.authorization import granted_scopes as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
Build = Callable[[User, OAuth2PasswordRequestForm], dict[str, str]]


async def scopes_of(role: Role, build: Build, ask: Ask) -> list[str]:
    """Log in with this role, and request two scopes."""
    user = account("ada@example.com", role)
    app = FastAPI()

    @app.post("/token")
    async def log_in(
        form: Annotated[OAuth2PasswordRequestForm, Depends()],
    ) -> dict[str, str]:
        return build(user, form)

    form = {
        "grant_type": "password",
        "username": user.email,
        "password": CORRECT_HORSE,
        "scope": f"{right.ORDERS} {right.USERS}",
    }
    response = await ask(app, Request("POST", "http://test/token", data=form))
    return str(response.json()["scope"]).split()


async def test_customer_gets_the_scope_of_admins(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    scopes = await scopes_of(Role.CUSTOMER, wrong.build_claims, ask)

    assert scopes == [right.ORDERS, right.USERS]
    measured(f"A customer asked for `{scopes[1]}`, a scope of admins, and got it.")


async def test_customer_gets_allowed_scopes_only(ask: Ask) -> None:
    customer = await scopes_of(Role.CUSTOMER, right.build_claims, ask)
    admin = await scopes_of(Role.ADMIN, right.build_claims, ask)

    assert customer == [right.ORDERS]
    assert admin == [right.ORDERS, right.USERS]
