import pytest
from asgi_lifespan import LifespanManager
from httpx import ASGITransport, AsyncClient

from app.config import InvalidSettingsError, Settings, load_settings
from app.core.flags import DEFAULTS, Flag
from app.core.problems import TYPES
from app.main import create_app


def test_every_flag_has_a_default() -> None:
    assert DEFAULTS.keys() == set(Flag)


@pytest.mark.parametrize(
    ("flags", "place"),
    [
        pytest.param('{"sign-in": true}', "[sign-in]", id="unknown-flag"),
        pytest.param('{"sign-up": 1}', "[sign-up]", id="number"),
        pytest.param('{"sign-up": "off"}', "[sign-up]", id="text"),
        pytest.param("sign-up", "", id="no-json"),
    ],
)
def test_unknown_flag_and_value_other_than_boolean_are_refused(
    monkeypatch: pytest.MonkeyPatch, flags: str, place: str
) -> None:
    monkeypatch.setenv("APP_FLAGS", flags)

    with pytest.raises(InvalidSettingsError) as caught:
        load_settings()

    assert f"APP_FLAGS{place}: " in str(caught.value)
    assert 'Example: APP_FLAGS={"sign-up": true}' in str(caught.value)


async def test_flag_that_is_off_hides_its_route() -> None:
    app = create_app(Settings(flags={Flag.SIGN_UP: False}))
    async with (
        LifespanManager(app),
        AsyncClient(transport=ASGITransport(app), base_url="http://test") as client,
    ):
        response = await client.post("/api/v1/users", json={})

    assert response.status_code == 404
    assert response.headers["content-type"] == "application/problem+json"
    assert response.json() == {
        "type": f"{TYPES}feature-off",
        "title": "Feature off",
        "status": 404,
        "detail": "The feature sign-up is turned off.",
        "instance": "/api/v1/users",
        "code": "feature_off",
    }


async def test_apps_of_one_process_have_flags_of_their_own() -> None:
    off = create_app(Settings(flags={Flag.SIGN_UP: False}))
    default = create_app(Settings())

    assert not off.state.flags[Flag.SIGN_UP]
    assert default.state.flags[Flag.SIGN_UP]
