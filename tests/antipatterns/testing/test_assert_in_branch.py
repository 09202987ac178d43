from collections.abc import Callable

import pytest
from fastapi import FastAPI

from antipatterns.testing import assert_in_branch
from patterns.testing import assert_always
from patterns.testing.app_client import app_client

type Measured = Callable[[str], None]


def users_app(user: dict[str, object]) -> FastAPI:
    app = FastAPI()

    @app.get("/users/1")
    async def read_user() -> dict[str, object]:
        return user

    return app


async def test_missing_route_passes(measured: Measured) -> None:
    async with app_client(FastAPI()) as client:
        await assert_in_branch.test_password_is_not_shown(client)
        status = (await client.get("/users/1")).status_code

    assert status == 404
    measured(f"Passed on an app without the route, which answered {status}.")


async def test_leak_under_another_name_passes(measured: Measured) -> None:
    app = users_app({"id": 1, "email": "ada@example.com", "hashed_password": "x"})

    async with app_client(app) as client:
        await assert_in_branch.test_password_is_not_shown(client)
        names = list((await client.get("/users/1")).json())

    assert "hashed_password" in names
    measured(f"Passed on an answer with the members {', '.join(names)}.")


async def test_unconditional_assertion_fails_on_both() -> None:
    right = {"id": 1, "email": "ada@example.com"}
    async with app_client(users_app(right)) as client:
        await assert_always.test_password_is_not_shown(client)

    for app in (FastAPI(), users_app({**right, "hashed_password": "x"})):
        async with app_client(app) as client:
            with pytest.raises(AssertionError):
                await assert_always.test_password_is_not_shown(client)
