import pytest
from pydantic import SecretStr, ValidationError

from app.core.config import Settings
from app.core.tokens import AccessTokens, Subject


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

    with pytest.raises(ValidationError, match="32 bytes in each") as caught:
        Settings()

    assert "swordfish" not in str(caught.value)


def test_printed_settings_hide_the_keys() -> None:
    settings = Settings(jwt_keys={"new": SecretStr("swordfish" * 4)})

    assert "swordfish" not in repr(settings)


def test_each_token_is_another() -> None:
    tokens = AccessTokens(Settings())
    subject = Subject(user_id=1, version=1)

    first, second = tokens.issue(subject), tokens.issue(subject)

    assert first != second
    assert tokens.read(first) == tokens.read(second) == subject
