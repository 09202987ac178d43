from collections import Counter

import pytest
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient
from pydantic import ValidationError

from app.config import Settings
from app.core.flags import Flag, Flags
from app.main import create_app


def test_flag_that_no_setting_names_has_its_default() -> None:
    assert Flags({}).is_on(Flag.SIGN_UP)


@pytest.mark.parametrize(("percentage", "expected"), [(0, 0), (100, 1000)])
def test_all_or_nobody(percentage: int, expected: int) -> None:
    flags = Flags({Flag.SIGN_UP: percentage})

    count = sum(flags.is_on(Flag.SIGN_UP, str(number)) for number in range(1000))

    assert count == expected


def test_share_is_about_right_and_steady() -> None:
    subjects = [str(number) for number in range(1000)]
    some, more = Flags({Flag.SIGN_UP: 20}), Flags({Flag.SIGN_UP: 40})

    chosen = {name for name in subjects if some.is_on(Flag.SIGN_UP, name)}
    chosen_again = {name for name in subjects if some.is_on(Flag.SIGN_UP, name)}
    wider = {name for name in subjects if more.is_on(Flag.SIGN_UP, name)}

    assert 150 < len(chosen) < 250
    assert chosen == chosen_again
    assert chosen < wider


@pytest.mark.parametrize("flags", ['{"sign-in": 100}', '{"sign-up": 101}'])
def test_unknown_flag_and_impossible_share_are_refused(
    monkeypatch: pytest.MonkeyPatch, flags: str
) -> None:
    monkeypatch.setenv("APP_FLAGS", flags)

    with pytest.raises(ValidationError):
        Settings()


async def test_sign_up_is_turned_off_by_a_setting() -> None:
    app = create_app(Settings(flags={Flag.SIGN_UP: 0}))
    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        answers = [await client.post("/api/v1/users", json={}) for _ in range(3)]

    assert Counter(answer.status_code for answer in answers) == {404: 3}
    assert answers[0].headers["content-type"] == "application/problem+json"
    assert answers[0].json() == {
        "type": "https://shop.example/problems/feature-off",
        "title": "Feature off",
        "status": 404,
        "detail": "The feature sign-up is turned off.",
        "instance": "/api/v1/users",
        "code": "feature_off",
    }
