"""How long a token lives that is meant to live for 30 minutes."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from jwt import decode

from antipatterns.naming import lifetime_without_unit as wrong
from app.config import Settings
from app.core.tokens import AccessToken
from app.main import create_access_tokens

NOW = datetime(2026, 11, 27, tzinfo=UTC)


def test_token_of_30_minutes_expires_after_30_seconds(
    measured: Callable[[str], None],
) -> None:
    settings = wrong.Settings()

    lived = wrong.expiry_of(NOW, settings.access_token_ttl) - NOW

    assert (settings.access_token_ttl, lived) == (30, timedelta(seconds=30))
    measured(
        f"The setting says {settings.access_token_ttl} minutes; the token expired "
        f"after {lived.total_seconds():.0f} seconds."
    )


def test_token_of_the_shop_lives_for_30_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    token = create_access_tokens(Settings()).issue(AccessToken(1, 1))

    claims = decode(token, options={"verify_signature": False})

    assert claims["exp"] - claims["iat"] == timedelta(minutes=30).total_seconds()
