import json
import os
from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import make_url

from app import APP_NAME
from app.config import (
    EXAMPLE_KEY,
    InvalidSettingsError,
    Settings,
    example_of,
    load_settings,
)
from app.core.database import DatabaseOptions
from app.core.setting_types import MIN_SIGNING_KEY
from app.outbox.relay import RetryPolicy

SAFE = {
    "APP_ENVIRONMENT": "production",
    "APP_ALLOWED_HOSTS": '["shop.example"]',
    "APP_DATABASE_URL": "postgresql+asyncpg://shop:s3cret@db/shop",
    "APP_JWT_KEYS": '{"2026-11": "0123456789abcdef0123456789abcdef"}',
    "APP_CORS_ORIGINS": '["https://shop.example"]',
    "APP_PROCESSES": "4",
    "APP_VALKEY_URL": "valkey://shop:s3cret@valkey/0",
}
ENV_EXAMPLE = Path(__file__).parents[1] / ".env.example"


@pytest.fixture
def _production(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in SAFE.items():
        monkeypatch.setenv(name, value)


def test_defaults_suit_a_laptop() -> None:
    settings = Settings()

    assert settings.environment == "development"
    assert not settings.in_production
    assert settings.database_url == make_url(f"sqlite+aiosqlite:///{APP_NAME}.db")


def test_default_signing_key_differs_in_every_process() -> None:
    [first], [second] = (Settings().signing_keys.values() for _ in range(2))

    assert len(first) >= MIN_SIGNING_KEY
    assert first != second


@pytest.mark.usefixtures("_production")
def test_safe_production_is_accepted() -> None:
    settings = Settings()

    assert settings.in_production
    assert settings.allowed_hosts == ["shop.example"]
    assert settings.database_url == make_url(SAFE["APP_DATABASE_URL"])


@pytest.mark.parametrize(
    ("name", "value", "fault"),
    [
        ("APP_DEBUG", "true", "APP_DEBUG must be false"),
        ("APP_ALLOWED_HOSTS", '["*"]', "APP_ALLOWED_HOSTS must not contain '*'"),
        (
            "APP_DATABASE_URL",
            "sqlite+aiosqlite:///any.db",
            "APP_DATABASE_URL must not be SQLite",
        ),
        (
            "APP_CORS_ORIGINS",
            '["https://shop.example", "*"]',
            "APP_CORS_ORIGINS must not contain '*'",
        ),
        (
            "APP_VALKEY_URL",
            "",
            "APP_VALKEY_URL must be set when APP_PROCESSES is more than 1",
        ),
        (
            "APP_JWT_KEYS",
            json.dumps({"2026-10": "0123456789abcdef" * 2, "2026-11": EXAMPLE_KEY}),
            "APP_JWT_KEYS must not be the example",
        ),
    ],
)
@pytest.mark.usefixtures("_production")
def test_unsafe_production_is_refused_by_name(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, fault: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError) as caught:
        Settings()

    [error] = caught.value.errors()
    assert error["msg"] == f"Value error, unsafe in production: {fault}"


@pytest.mark.usefixtures("_production")
def test_production_without_a_signing_key_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("APP_JWT_KEYS")

    with pytest.raises(ValidationError) as caught:
        Settings()

    [error] = caught.value.errors()
    assert error["msg"] == "Value error, unsafe in production: APP_JWT_KEYS must be set"


def test_every_fault_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_ENVIRONMENT", "production")
    monkeypatch.setenv("APP_DEBUG", "true")
    monkeypatch.setenv("APP_CORS_ORIGINS", '["*"]')
    monkeypatch.setenv("APP_PROCESSES", "2")

    with pytest.raises(ValidationError) as caught:
        Settings()

    [error] = caught.value.errors()
    assert error["msg"] == (
        "Value error, unsafe in production: APP_DEBUG must be false; "
        "APP_ALLOWED_HOSTS must not contain '*'; APP_DATABASE_URL must not be SQLite; "
        "APP_CORS_ORIGINS must not contain '*'; "
        "APP_VALKEY_URL must be set when APP_PROCESSES is more than 1; "
        "APP_JWT_KEYS must be set"
    )


@pytest.mark.parametrize("environment", ["development", "staging"])
def test_the_same_values_are_allowed_elsewhere(
    monkeypatch: pytest.MonkeyPatch, environment: str
) -> None:
    monkeypatch.setenv("APP_ENVIRONMENT", environment)
    monkeypatch.setenv("APP_DEBUG", "true")

    assert Settings().debug


UNUSABLE = "{s3cret"
ACCEPTS_ANY_TEXT = {"jwt_issuer", "jwt_audience", "version"}
NEEDS_BOTH = {
    "APP_ORDER_WEBHOOK_URL": "https://partner.example/orders",
    "APP_ORDER_WEBHOOK_KEY": "c2hvcnQgczNjcmV0IHRoYXQgaXMgbG9uZyBlbm91Z2g=",
}


@pytest.mark.parametrize(
    "field", sorted(Settings.model_fields.keys() - ACCEPTS_ANY_TEXT)
)
def test_unusable_value_is_refused_with_its_variable_and_an_example(
    monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    variable = f"APP_{field.upper()}"
    monkeypatch.setenv(variable, UNUSABLE)

    with pytest.raises(InvalidSettingsError) as caught:
        load_settings()

    [_, line] = str(caught.value).splitlines()
    assert line.startswith(f"{variable}: ")
    assert line.endswith(f"Example: {variable}={example_of(field)}")
    assert "s3cret" not in line


@pytest.mark.parametrize("field", Settings.model_fields)
def test_example_of_every_setting_is_accepted(
    monkeypatch: pytest.MonkeyPatch, field: str
) -> None:
    variable = f"APP_{field.upper()}"
    for name, value in NEEDS_BOTH.items():
        monkeypatch.setenv(name, value)
    example = NEEDS_BOTH.get(variable, example_of(field))
    monkeypatch.setenv(variable, example)

    assert getattr(load_settings(), field) is not None


def test_every_unusable_setting_is_reported_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("APP_ALLOWED_HOSTS", "shop.example, www.shop.example")
    monkeypatch.setenv("APP_PROCESSES", "many")

    with pytest.raises(InvalidSettingsError) as caught:
        load_settings()

    assert str(caught.value) == (
        "Fix these settings:\n"
        "APP_ALLOWED_HOSTS: not valid JSON. "
        'Example: APP_ALLOWED_HOSTS=["shop.example"]\n'
        "APP_PROCESSES: Input should be a valid integer, unable to parse string as an "
        "integer. Example: APP_PROCESSES=1"
    )


@pytest.mark.usefixtures("_production")
def test_mounted_secrets_are_read_and_variables_take_precedence(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("APP_JWT_KEYS")
    (tmp_path / "app_jwt_keys").write_text(SAFE["APP_JWT_KEYS"] + "\n")
    (tmp_path / "app_database_url").write_text("postgresql+asyncpg://other/shop")

    settings = load_settings(tmp_path)

    assert settings.signing_keys == {"2026-11": b"0123456789abcdef0123456789abcdef"}
    assert settings.database_url == make_url(SAFE["APP_DATABASE_URL"])


def test_unusable_secret_is_named_and_not_printed(tmp_path: Path) -> None:
    (tmp_path / "app_jwt_keys").write_text(UNUSABLE)

    with pytest.raises(InvalidSettingsError, match="APP_JWT_KEYS: ") as caught:
        load_settings(tmp_path)

    assert "s3cret" not in str(caught.value)


def test_missing_folder_of_secrets_leaves_the_defaults(tmp_path: Path) -> None:
    settings = load_settings(tmp_path / "missing")

    assert settings.environment == "development"


def test_webhook_without_a_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_ORDER_WEBHOOK_URL", "https://elsewhere.example/orders")

    with pytest.raises(InvalidSettingsError) as caught:
        load_settings()

    assert str(caught.value) == (
        "Fix these settings:\nAPP_ORDER_WEBHOOK_URL needs APP_ORDER_WEBHOOK_KEY"
    )


@pytest.mark.usefixtures("_production")
def test_printed_settings_hide_the_password() -> None:
    settings = Settings()

    assert "s3cret" not in repr(settings)


def test_example_file_is_read_and_names_only_what_exists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", ENV_EXAMPLE)
    text = ENV_EXAMPLE.read_text()
    lines = [line.removeprefix("# ") for line in text.splitlines()]
    names = {line.partition("=")[0] for line in lines if line.startswith("APP_")}

    settings = Settings()

    assert settings.allowed_hosts == ["localhost", "127.0.0.1"]
    assert names == {f"APP_{field.upper()}" for field in Settings.model_fields}


@pytest.mark.parametrize(
    ("cores", "concurrency"), [(None, 1), (1, 1), (4, 1), (8, 2), (64, 4)]
)
def test_hash_concurrency_follows_available_cores(
    monkeypatch: pytest.MonkeyPatch, cores: int | None, concurrency: int
) -> None:
    monkeypatch.setattr(os, "process_cpu_count", lambda: cores, raising=False)

    assert Settings().password_hash_concurrency == concurrency


def test_defaults_are_those_of_the_parts_that_they_configure() -> None:
    settings = Settings()
    policy = RetryPolicy(
        max_attempts=settings.outbox_max_attempts,
        lease=timedelta(seconds=settings.outbox_lease),
    )

    assert settings.database_options == DatabaseOptions()
    assert policy == RetryPolicy()
