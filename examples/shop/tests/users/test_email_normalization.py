"""One account for every spelling of one email: Unicode form, IDN, case and blanks."""

from collections.abc import Callable
from unicodedata import normalize

import pytest
from accounts import CORRECT_HORSE
from fastapi import FastAPI
from httpx import AsyncClient
from hypothesis import given, strategies
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import unit_of_work
from app.users.exceptions import UserNotFoundError
from app.users.models import Role, User
from app.users.schemas import normalize_email
from app.users.service import UserService

STORED = "zoë@bücher.example"
SPELLINGS = [
    STORED,
    normalize("NFD", STORED),
    STORED.upper(),
    "zoë@xn--bcher-kva.example",
    f"  {STORED}\t",
    normalize("NFD", "Zoë@XN--BCHER-KVA.Example"),
]


def with_ascii_domain(email: str) -> str:
    """Return the email with its domain as IDNA A-labels."""
    local_part, _, domain = email.strip().rpartition("@")
    return f"{local_part}@{domain.encode('idna').decode()}"


LOCAL_PARTS = strategies.text("abcxyzABC019éåñüÉÅÑÜçşǎḍ", min_size=1, max_size=20)
DOMAINS = strategies.sampled_from(["example.com", "bücher.example", "naïve.example"])
SPELLING_CHANGES = strategies.sampled_from(
    [
        str.upper,
        str.lower,
        str.swapcase,
        lambda email: normalize("NFD", email),
        lambda email: normalize("NFC", email),
        lambda email: f" {email}\t",
        with_ascii_domain,
    ]
)


@given(LOCAL_PARTS, DOMAINS, strategies.lists(SPELLING_CHANGES, max_size=4))
def test_every_spelling_normalizes_to_one_email(
    local_part: str, domain: str, changes: list[Callable[[str], str]]
) -> None:
    email = f"{local_part}@{domain}"
    spelling = email
    for change in changes:
        spelling = change(spelling)

    normalized = normalize_email(spelling)

    assert normalized == normalize_email(email)
    assert normalized == normalize_email(normalized)
    assert len(normalized) <= 254


@pytest.mark.parametrize("signed_up", SPELLINGS)
async def test_account_is_found_by_every_spelling(
    client: AsyncClient, app: FastAPI, session: AsyncSession, signed_up: str
) -> None:
    body = {"email": signed_up, "password": CORRECT_HORSE}
    created = await client.post("/api/v1/users", json=body)
    form = {"grant_type": "password", "password": CORRECT_HORSE}

    duplicates = [
        await client.post("/api/v1/users", json={**body, "email": email})
        for email in SPELLINGS
    ]
    logins = [
        await client.post("/api/v1/auth/token", data={**form, "username": email})
        for email in SPELLINGS
    ]
    for email in SPELLINGS:
        async with unit_of_work(app.state.database) as work:
            admin = await UserService.on(work).make_admin(email)
            assert (admin.email, admin.role) == (STORED, Role.ADMIN)

    assert created.status_code == 201
    assert {response.status_code for response in duplicates} == {409}
    assert {response.status_code for response in logins} == {200}
    assert (await session.scalars(select(User.email))).all() == [STORED]


async def test_make_admin_with_an_invalid_email_raises(session: AsyncSession) -> None:
    users = UserService.on(session)

    with pytest.raises(UserNotFoundError, match="There is no user ada"):
        await users.make_admin("ada")
