import time
from collections.abc import Generator
from datetime import timedelta

import pytest
from jwt.exceptions import InvalidKeyError
from pydantic import SecretStr, ValidationError

from app.config import Settings
from app.core.tokens import AccessToken, AccessTokens
from app.main import create_access_tokens


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param("{}", id="none"),
        pytest.param('{"new": "swordfish"}', id="short"),
        pytest.param(
            '{"new": "0123456789abcdef0123456789abcdef", "old": "swordfish"}',
            id="one-of-two-short",
        ),
    ],
)
def test_short_key_is_refused_without_echo(
    monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    monkeypatch.setenv("APP_JWT_KEYS", keys)

    with pytest.raises(ValidationError, match="each of 32 bytes") as caught:
        Settings()

    assert "swordfish" not in str(caught.value)


def test_printed_settings_hide_the_keys() -> None:
    settings = Settings(jwt_keys={"new": SecretStr("swordfish" * 4)})

    assert "swordfish" not in repr(settings)


def test_tokens_of_same_session_differ() -> None:
    tokens = create_access_tokens(Settings())
    token = AccessToken(user_id=1, session_id=2)

    first, second = tokens.issue(token), tokens.issue(token)

    assert first != second
    assert tokens.read(first) == tokens.read(second) == token


@pytest.fixture
def _tokyo() -> Generator[None]:
    """Set the time zone of this process to another one than UTC."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_tokyo")
def test_token_is_valid_in_every_time_zone() -> None:
    tokens, token = (
        create_access_tokens(Settings()),
        AccessToken(user_id=1, session_id=2),
    )

    assert tokens.read(tokens.issue(token)) == token


def test_short_key_cannot_sign() -> None:
    tokens = AccessTokens(
        {"new": b"swordfish"}, "issuer", "audience", timedelta(minutes=1)
    )

    with pytest.raises(InvalidKeyError, match="minimum"):
        tokens.issue(AccessToken(user_id=1, session_id=2))
