"""What a deployment to production may forget without being stopped."""

from collections.abc import Callable

import pytest
from pydantic import ValidationError
from pydantic_settings import BaseSettings

from antipatterns.configuration import debug_only_guard as wrong
from app.config import InvalidSettingsError, Settings
from app.main import create_app


def read[T: BaseSettings](settings: type[T]) -> T:
    """Read settings from the environment."""
    return settings()


@pytest.fixture(autouse=True)
def _careless_production(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", None)
    monkeypatch.setenv("APP_ENVIRONMENT", "production")
    monkeypatch.setenv("APP_JWT_KEY", "change-me")


def test_placeholder_key_and_wildcards_pass_in_production(
    measured: Callable[[str], None],
) -> None:
    settings = read(wrong.Settings)

    key, hosts = settings.jwt_key.get_secret_value(), settings.allowed_hosts
    database = settings.database_url.get_secret_value().partition(":")[0]
    assert (key, hosts, database) == ("change-me", ["*"], "sqlite+aiosqlite")
    measured(
        f"Production started with the signing key `{key}`, with any host, with any "
        "CORS origin and on SQLite."
    )


def test_guard_refuses_debug_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_DEBUG", "true")

    with pytest.raises(ValidationError, match="APP_DEBUG must be false"):
        read(wrong.Settings)


def test_shop_names_every_unsafe_value(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_CORS_ORIGINS", '["*"]')

    with pytest.raises(ValidationError) as caught:
        read(Settings)

    for name in ("ALLOWED_HOSTS", "DATABASE_URL", "CORS_ORIGINS", "JWT_KEYS"):
        assert f"APP_{name}" in str(caught.value)


def test_shop_does_not_start() -> None:
    with pytest.raises(InvalidSettingsError, match="unsafe in production"):
        create_app()
