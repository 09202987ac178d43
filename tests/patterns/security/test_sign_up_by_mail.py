"""A sign-up that doesn't reveal whether an email has an account."""

import time
from collections.abc import Awaitable, Callable, Generator
from datetime import UTC, datetime, timedelta
from typing import override

import pytest
from accounts import CORRECT_HORSE, account, hasher_with
from fastapi import FastAPI
from httpx import Request, Response
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher
from sqlalchemy import MetaData, event, select

from app.config import Settings
from app.core.database import Base, Database, unit_of_work
from app.core.problems import add_problem_handlers
from app.models import load_models
from app.outbox.models import OutboxMessage
from app.outbox.schemas import Message
from app.users.dependencies import get_password_hasher
from app.users.models import User
from app.users.repository import UserRepository
from patterns.security.sign_up_by_mail import SignUpCodes, router, write_mail

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
SIGN_UPS = "http://test/sign-ups"


class CountingHash(PasswordHash):
    """Counts the passwords that it hashes."""

    def __init__(self) -> None:
        super().__init__([Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)])
        self.hashed = 0

    @override
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        self.hashed += 1
        return super().hash(password, salt=salt)


@pytest.fixture
def algorithm() -> CountingHash:
    return CountingHash()


@pytest.fixture
def settings() -> Settings:
    return Settings()


@pytest.fixture
def codes(settings: Settings) -> SignUpCodes:
    return SignUpCodes(settings)


@pytest.fixture
async def app(
    settings: Settings,
    database: Database,
    create_tables: Callable[[MetaData], Awaitable[None]],
    algorithm: CountingHash,
) -> FastAPI:
    """Return an app with one account, Ada's."""
    load_models()
    await create_tables(Base.metadata)
    async with unit_of_work(database) as session:
        session.add(account("ada@example.com"))
    app = FastAPI()
    app.state.settings = settings
    app.include_router(router)
    add_problem_handlers(app)
    app.state.database = database
    app.dependency_overrides[get_password_hasher] = lambda: hasher_with(algorithm)
    return app


@pytest.fixture
def read_mails(
    database: Database, codes: SignUpCodes
) -> Callable[[], Awaitable[list[str]]]:
    """Return a function that returns the mails that the worker would send."""

    async def read_mails() -> list[str]:
        async with database.sessions() as session:
            rows = await session.scalars(
                select(OutboxMessage).order_by(OutboxMessage.id)
            )
            users = UserRepository(session)
            messages = [Message.model_validate(row) for row in rows]
            return [await write_mail(message, users, codes) for message in messages]

    return read_mails


@pytest.fixture
def statements(database: Database) -> list[str]:
    """Return the list of statements that the app sends to the database."""
    sent: list[str] = []

    def note(_: object, __: object, statement: str, *___: object) -> None:
        sent.append(statement)

    event.listen(database.engine.sync_engine, "before_cursor_execute", note)
    return sent


def sign_up(email: str) -> Request:
    """Return the first request."""
    return Request("POST", SIGN_UPS, json={"email": email})


def confirmation(code: str, full_name: str | None = None) -> Request:
    """Return the second request."""
    body = {"code": code, "password": CORRECT_HORSE, "full_name": full_name}
    return Request("POST", f"{SIGN_UPS}/confirm", json=body)


async def test_known_and_unknown_email_get_the_same_response(
    app: FastAPI,
    ask: Ask,
    statements: list[str],
    algorithm: CountingHash,
) -> None:
    statements.clear()  # the account was stored before
    known = await ask(app, sign_up("ada@example.com"))
    once = statements.copy()
    unknown = await ask(app, sign_up("new@example.com"))

    assert (known.status_code, unknown.status_code) == (202, 202)
    assert known.content == unknown.content
    assert known.headers == unknown.headers
    assert once
    assert statements == once * 2
    assert algorithm.hashed == 0


async def test_only_the_mail_reveals_the_account(
    app: FastAPI,
    ask: Ask,
    algorithm: CountingHash,
    read_mails: Callable[[], Awaitable[list[str]]],
    measured: Callable[[str], None],
) -> None:
    for email in ("ada@example.com", "new@example.com"):
        await ask(app, sign_up(email))
    to_ada, to_new = await read_mails()
    code = to_new.partition("#")[2]
    confirmed = await ask(app, confirmation(code, "New Customer"))

    assert to_ada.startswith("You have an account already.")
    assert to_new.startswith("Confirm your address:")
    assert (confirmed.status_code, algorithm.hashed) == (201, 1)
    assert confirmed.json()["email"] == "new@example.com"
    assert confirmed.json()["full_name"] == "New Customer"
    measured("An account took 2 requests and 1 mail, where an open sign-up takes 1.")


async def test_code_creates_one_account(
    app: FastAPI, ask: Ask, database: Database, codes: SignUpCodes
) -> None:
    code = codes.issue("new@example.com")

    first, second = [await ask(app, confirmation(code)) for _ in range(2)]

    assert (first.status_code, second.status_code) == (201, 409)
    async with database.sessions() as session:
        emails = (await session.scalars(select(User.email).order_by(User.id))).all()
    assert emails == ["ada@example.com", "new@example.com"]


async def test_invalid_code_creates_no_account(
    app: FastAPI, ask: Ask, database: Database, codes: SignUpCodes
) -> None:
    past = datetime.now(UTC) - timedelta(seconds=1)
    claims = {"aud": codes.audience, "sub": "new@example.com"}
    expired = codes.jwt.encode({**claims, "exp": past}, codes.key, "HS256")
    endless = codes.jwt.encode(claims, codes.key, "HS256")
    invalid = (expired, endless, "none")

    answers = [await ask(app, confirmation(code)) for code in invalid]

    assert [answer.status_code for answer in answers] == [422] * len(invalid)
    problems = {(answer.json()["code"], answer.json()["detail"]) for answer in answers}
    assert problems == {
        ("invalid_code", "This code is invalid or expired. Sign up again.")
    }
    async with database.sessions() as session:
        assert (await session.scalars(select(User.email))).all() == ["ada@example.com"]


@pytest.fixture(params=["UTC", "Asia/Tokyo"])
def _time_zone(request: pytest.FixtureRequest) -> Generator[None]:
    """Set the time zone of this process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", request.param)
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_time_zone")
def test_code_expires_after_an_hour_in_every_time_zone(codes: SignUpCodes) -> None:
    claims = codes.jwt.decode(
        codes.issue("new@example.com"),
        codes.key,
        algorithms=["HS256"],
        audience=codes.audience,
    )

    assert claims["exp"] - time.time() == pytest.approx(3600, abs=60)
