"""User enumeration through a sign-up."""

from collections.abc import Awaitable, Callable

import pytest
from accounts import CORRECT_HORSE, account, hasher_with
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.security import enumerable_sign_up as wrong
from app.config import Settings
from app.core.database import Base, Database, unit_of_work
from app.core.problems import add_problem_handlers
from app.models import load_models
from app.users.dependencies import get_password_hasher
from patterns.security import sign_up_by_mail as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
EMAILS = ("ada@example.com", "new@example.com")


@pytest.fixture
async def app(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> FastAPI:
    """Return an app without routes, and with one account, Ada's."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add(account(EMAILS[0]))
    app = FastAPI()
    app.state.settings = Settings()
    add_problem_handlers(app)
    app.state.database = database
    hasher = hasher_with()
    app.dependency_overrides[get_password_hasher] = lambda: hasher
    return app


async def statuses(app: FastAPI, ask: Ask, router: APIRouter, **rest: str) -> list[int]:
    """Sign up with Ada's email and with a new one."""
    app.include_router(router)
    requests = [
        Request("POST", "http://test/sign-ups", json={"email": email, **rest})
        for email in EMAILS
    ]
    return [(await ask(app, request)).status_code for request in requests]


async def test_status_reveals_which_email_has_an_account(
    app: FastAPI, ask: Ask, measured: Callable[[str], None]
) -> None:
    known, new = await statuses(app, ask, wrong.router, password=CORRECT_HORSE)

    assert (known, new) == (409, 202)
    measured(f"A known email was answered {known}, a new one {new}.")


async def test_sign_up_by_mail_answers_both_alike(app: FastAPI, ask: Ask) -> None:
    known, new = await statuses(app, ask, right.router)

    assert (known, new) == (202, 202)
