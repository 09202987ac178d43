import time
from collections.abc import Generator

import pytest
from jwt.exceptions import InvalidKeyError
from pydantic import SecretStr, ValidationError

from app.config import Settings
from app.core.tokens import AccessToken, AccessTokens


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
def test_key_that_can_be_guessed_is_refused_without_echo(
    monkeypatch: pytest.MonkeyPatch, keys: str
) -> None:
    monkeypatch.setenv("APP_JWT_KEYS", keys)

    with pytest.raises(ValidationError, match="each of 32 bytes") as caught:
        Settings()

    assert "swordfish" not in str(caught.value)


def test_printed_settings_hide_the_keys() -> None:
    settings = Settings(jwt_keys={"new": SecretStr("swordfish" * 4)})

    assert "swordfish" not in repr(settings)


def test_each_token_is_another() -> None:
    tokens = AccessTokens(Settings())
    subject = AccessToken(user_id=1, version=1)

    first, second = tokens.issue(subject), tokens.issue(subject)

    assert first != second
    assert tokens.read(first) == tokens.read(second) == subject


@pytest.fixture
def _tokyo() -> Generator[None]:
    """Let this machine's clock show the time of another zone."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", "Asia/Tokyo")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.usefixtures("_tokyo")
def test_token_counts_in_every_time_zone() -> None:
    tokens, subject = AccessTokens(Settings()), AccessToken(user_id=1, version=1)

    assert tokens.read(tokens.issue(subject)) == subject


def test_key_that_slipped_past_the_settings_signs_nothing() -> None:
    keys = {"new": SecretStr("swordfish")}
    tokens = AccessTokens(Settings().model_copy(update={"jwt_keys": keys}))

    with pytest.raises(InvalidKeyError, match="minimum"):
        tokens.issue(AccessToken(user_id=1, version=1))
