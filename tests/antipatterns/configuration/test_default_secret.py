"""An attacker signs a token with the key that the source code shows."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from antipatterns.configuration import default_secret as wrong
from app.config import Settings
from app.core.errors import InvalidTokenError
from app.core.tokens import AccessToken, AccessTokens

PUBLISHED = b"please-change-this-in-production"
ADMIN = AccessToken(user_id=1, session_id=1)


@pytest.fixture(autouse=True)
def _no_variables(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    for name in ("APP_JWT_KEY", "APP_JWT_KEYS"):
        monkeypatch.delenv(name, raising=False)


def tokens(key: bytes) -> AccessTokens:
    """Return what issues and verifies tokens with this key."""
    return AccessTokens({"1": key}, "shop", "api", timedelta(minutes=5))


def test_token_signed_with_the_published_default_is_accepted(
    measured: Callable[[str], None],
) -> None:
    forged = tokens(PUBLISHED).issue(ADMIN)

    key = wrong.Settings().jwt_key.get_secret_value()
    accepted = tokens(key.encode()).read(forged)

    assert accepted == ADMIN
    measured(
        "The app accepted a forged token of user "
        f"{accepted.user_id}, signed with the key from its source code."
    )


def test_shop_without_a_key_refuses_the_forged_token() -> None:
    forged = tokens(PUBLISHED).issue(ADMIN)

    [key] = Settings().signing_keys.values()

    with pytest.raises(InvalidTokenError):
        tokens(key).read(forged)
