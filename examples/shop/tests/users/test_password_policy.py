"""New passwords: length, Unicode form, and those that an attacker guesses first."""

from time import process_time
from unicodedata import normalize

import pytest
from accounts import CORRECT_HORSE, SignIn
from httpx import AsyncClient
from pydantic import SecretStr
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app import APP_NAME
from app.core.passwords import is_guessable
from app.core.problems import TYPES
from app.users.models import User
from app.users.schemas import normalize_password

COMPOSED = normalize("NFC", "crème brûlée à la façon de Zoë")
DECOMPOSED = normalize("NFD", COMPOSED)
ADA = {"email": "ada@example.com", "full_name": "Ada Lovelace"}
GUESSABLE = {
    "common": "passwordpassword",
    "composition": "Passw0rd!Passw0rd!",
    "digits": "123456789012345",
    "keyboard": "qwertyuiopasdfgh",
    "repeated": "aaaaaaaaaaaaaaaaaaaa",
    "repeated-to-the-limit": "a" * 128,
    "email": "ada@example.com",
    "name": "lovelacelovelace",
    "app": "-".join([APP_NAME.title()] * 3) + "-2026",
}
ACCEPTED = [
    pytest.param(CORRECT_HORSE, id="words"),
    pytest.param("tulip orbit can", id="fifteen-characters"),
    pytest.param("жёлтый слон над рекой", id="other-script"),
    pytest.param("🐎🔋📎✅🌷🪐🕯️🛶🪁🧭🪵🫖🧶🪑", id="emoji"),
    pytest.param("k7#vR2!qLz9@wXp4" * 8, id="longest"),
]


async def count_users(session: AsyncSession) -> int:
    return await session.scalar(select(func.count()).select_from(User)) or 0


async def test_sign_up_with_guessable_password_returns_422(
    client: AsyncClient, session: AsyncSession, subtests: pytest.Subtests
) -> None:
    for name, password in GUESSABLE.items():
        with subtests.test(name):
            response = await client.post(
                "/api/v1/users", json={**ADA, "password": password}
            )

            assert response.status_code == 422
            assert response.json() == {
                "type": f"{TYPES}weak-password",
                "title": "Weak password",
                "status": 422,
                "detail": "This password is common or easy to guess."
                " Use four unrelated words.",
                "instance": "/api/v1/users",
                "code": "weak_password",
            }
            assert await count_users(session) == 0


@pytest.mark.parametrize("name", ["full", "app"])
async def test_password_of_a_rare_name_is_guessable_only_with_that_name(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    rare = "quorvaxzemblity"
    account = {**ADA, "password": rare}
    if name == "app":
        monkeypatch.setattr("app.users.service.APP_NAME", rare)
    else:
        account["full_name"] = rare
    other = {**ADA, "email": "grace@example.com", "password": "dwilfungtrosbek"}

    refused = await client.post("/api/v1/users", json=account)
    accepted = await client.post("/api/v1/users", json=other)

    assert (refused.status_code, accepted.status_code) == (422, 201)


@pytest.mark.parametrize("password", ACCEPTED)
async def test_password_without_composition_rules_is_accepted(
    client: AsyncClient, password: str
) -> None:
    response = await client.post("/api/v1/users", json={**ADA, "password": password})

    assert response.status_code == 201


@pytest.mark.parametrize("new", ["passwordpassword", "ada@example.com"])
async def test_change_to_guessable_password_returns_422(
    sign_in: SignIn, session: AsyncSession, new: str
) -> None:
    ada = await sign_in("ada@example.com")
    before = (await session.scalars(select(User.password_hash))).one()

    response = await ada.put(
        "/api/v1/users/me/password",
        json={"current_password": CORRECT_HORSE, "new_password": new},
    )

    assert (response.status_code, response.json()["code"]) == (422, "weak_password")
    assert new not in response.text
    assert (await session.scalars(select(User.password_hash))).one() == before


@pytest.mark.parametrize(
    "password",
    [
        pytest.param("xk7#vR2!qLz9@w", id="fourteen-characters"),
        pytest.param(normalize("NFD", "éàüöñçåî"), id="eight-letters-in-sixteen"),
        pytest.param("k7#vR2!qLz9@wXp4" * 8 + "x", id="over-the-limit"),
    ],
)
async def test_length_out_of_bounds_returns_422_without_the_password(
    client: AsyncClient, session: AsyncSession, password: str
) -> None:
    response = await client.post("/api/v1/users", json={**ADA, "password": password})

    assert response.status_code == 422
    [error] = response.json()["errors"]
    assert error["loc"] == ["body", "password"]
    assert "at least 15" in error["msg"] or "at most 128" in error["msg"]
    assert password not in response.text
    assert await count_users(session) == 0


@pytest.mark.parametrize(
    ("first", "second"), [(COMPOSED, DECOMPOSED), (DECOMPOSED, COMPOSED)]
)
async def test_password_matches_in_either_unicode_form(
    client: AsyncClient, first: str, second: str
) -> None:
    account = {**ADA, "password": first}
    form = {"grant_type": "password", "username": "ada@example.com"}

    created = await client.post("/api/v1/users", json=account)
    login = await client.post("/api/v1/auth/token", data={**form, "password": second})

    assert (created.status_code, login.status_code) == (201, 200)


def test_nfc_keeps_characters_apart_that_nfkc_folds() -> None:
    area, digits = "coffee table 3 m²", "coffee table 3 m2"

    stored = [
        normalize_password(SecretStr(text)).get_secret_value()
        for text in (area, digits)
    ]

    assert stored == [area, digits]
    assert normalize("NFKC", area) == digits


def test_assessment_time_is_bounded_for_hostile_passwords() -> None:
    hostile = "4@8({<3691!|105$5+7%2" * 6  # each character stands for several letters
    is_guessable("warm up")

    def measure(length: int) -> float:
        start = process_time()
        is_guessable(hostile[:length], "ada@example.com")
        return process_time() - start

    half, whole = (min(measure(length) for _ in range(3)) for length in (64, 128))
    assert whole < 2.5 * half
