import os
from importlib import import_module
from pathlib import Path

import pytest
from pydantic import ValidationError
from sqlalchemy import make_url

from app import APP_NAME
from app.config import (
    PLACEHOLDER_KEY,
    InvalidSettingsError,
    Settings,
    example_of,
    load_settings,
)
from app.core.setting_types import SSL_MODES
from app.main import create_app

SAFE = {
    "APP_ENVIRONMENT": "production",
    "APP_ALLOWED_HOSTS": '["shop.example"]',
    "APP_DATABASE_URL": "postgresql+asyncpg://shop:s3cret@db/shop",
    "APP_JWT_KEYS": '{"2026-11": "0123456789abcdef0123456789abcdef"}',
    "APP_CORS_ORIGINS": '["https://shop.example"]',
    "APP_PROCESSES": "4",
    "APP_VALKEY_URL": "valkey://shop:s3cret@valkey/0",
}
POSTGRESQL = "postgresql+asyncpg://shop:s3cret@db"
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
            "APP_JWT_KEYS",
            f'{{"laptop": "{PLACEHOLDER_KEY}"}}',
            "APP_JWT_KEYS must not contain the placeholder",
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
        "APP_JWT_KEYS must not contain the placeholder"
    )


@pytest.mark.parametrize(
    ("variable", "value", "fault"),
    [
        ("APP_ALLOWED_HOSTS", '["*shop.example"]', "Domain wildcard patterns"),
        ("APP_ALLOWED_HOSTS", '["api.*.example"]', "Domain wildcard patterns"),
        ("APP_ALLOWED_HOSTS", '["https://shop.example"]', "without scheme"),
        ("APP_ALLOWED_HOSTS", '["shop.example:8000"]', "without scheme"),
        ("APP_ALLOWED_HOSTS", '["shop.example/"]', "without scheme"),
        ("APP_ALLOWED_HOSTS", "[]", "needs one host or more"),
        ("APP_CORS_ORIGINS", '["https://shop.example/"]', "no path"),
        ("APP_CORS_ORIGINS", '["shop.example"]', "has a scheme"),
    ],
)
def test_pattern_that_matches_no_request_is_refused(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str, fault: str
) -> None:
    monkeypatch.setenv(variable, value)

    with pytest.raises(InvalidSettingsError) as caught:
        load_settings()

    [_, line] = str(caught.value).splitlines()
    assert line.startswith(f"{variable}: ")
    assert fault in line
    assert f"Example: {variable}=[" in line


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("APP_ALLOWED_HOSTS", '["*", "*.shop.example", "shop", "10.0.0.2", "[::1]"]'),
        ("APP_CORS_ORIGINS", '["*", "http://localhost:3000", "capacitor://localhost"]'),
    ],
)
def test_pattern_that_a_request_can_match_is_accepted(
    monkeypatch: pytest.MonkeyPatch, variable: str, value: str
) -> None:
    monkeypatch.setenv(variable, value)

    stack = create_app(load_settings()).build_middleware_stack()

    assert callable(stack)  # what a start would raise was raised


@pytest.mark.parametrize("environment", ["development", "staging"])
def test_the_same_values_are_allowed_elsewhere(
    monkeypatch: pytest.MonkeyPatch, environment: str
) -> None:
    monkeypatch.setenv("APP_ENVIRONMENT", environment)
    monkeypatch.setenv("APP_DEBUG", "true")

    assert Settings().debug


def test_ssl_modes_are_those_of_the_driver(monkeypatch: pytest.MonkeyPatch) -> None:
    modes = import_module("asyncpg.connect_utils").SSLMode

    assert {mode.name.replace("_", "-") for mode in modes} == set(SSL_MODES)
    for mode in SSL_MODES:
        monkeypatch.setenv("APP_DATABASE_URL", f"{POSTGRESQL}/shop?ssl={mode}")
        assert Settings().database_url.query["ssl"] == mode


@pytest.mark.parametrize(
    ("url", "fault"),
    [
        pytest.param("s3cret", "not a database URL", id="no-url"),
        pytest.param("", "not a database URL", id="empty"),
        pytest.param(
            "postgresql://shop:s3cret@db/shop", "the driver must be one of", id="sync"
        ),
        pytest.param(f"{POSTGRESQL}:s3cret/shop", "not a database URL", id="port"),
        *[
            pytest.param(
                f"{POSTGRESQL}/shop?{option}=s3cret",
                f"unknown option {option}",
                id=option,
            )
            for option in (
                *("sslmode", "sslrootcert", "connect_timeout"),
                *("application_name", "options", "statement_cache_size"),
            )
        ],
        pytest.param(f"{POSTGRESQL}/shop?ssl=s3cret", "ssl must be one of", id="ssl"),
        pytest.param("sqlite+aiosqlite://", "SQLite needs a file", id="memory"),
        pytest.param("sqlite+aiosqlite:///:memory:", "needs a file", id="named-memory"),
        pytest.param(
            "sqlite+aiosqlite:///s.db?mode=ro", "unknown option mode", id="sqlite"
        ),
    ],
)
def test_unusable_database_url_is_refused_without_echo(
    monkeypatch: pytest.MonkeyPatch, url: str, fault: str
) -> None:
    monkeypatch.setenv("APP_DATABASE_URL", url)

    with pytest.raises(ValidationError, match=fault) as caught:
        Settings()

    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("APP_VALKEY_URL", "http://shop:s3cret@valkey/0"),
        ("APP_VALKEY_URL", "valkey://shop:s3cret@valkey/0?sslmode=require"),
        ("APP_RATE_LIMIT", "often"),
        ("APP_RATE_LIMIT", "10/second;100/minute"),
        ("APP_RATE_LIMIT", "10/second 100/minute"),
        ("APP_LOGIN_RATE_LIMIT", "0/minute"),
        ("APP_LOGIN_RATE_LIMIT", "10 per 0 minutes"),
        ("APP_LOGIN_RATE_LIMIT", "-1/minute"),
        ("APP_LOGIN_RATE_LIMIT", "10/fortnight"),
        ("APP_MAX_BODY_SIZE", "0"),
        ("APP_PROCESSES", "0"),
        ("APP_ORDER_WEBHOOK_URL", "ftp://shop:s3cret@elsewhere"),
        ("APP_ORDER_WEBHOOK_KEY", "s3cret is no base64"),
        ("APP_ORDER_WEBHOOK_KEY", "c2hvcnQgczNjcmV0"),
    ],
)
def test_value_that_means_nothing_is_refused_without_echo(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError) as caught:
        Settings()

    assert "s3cret" not in str(caught.value)


UNUSABLE = "{s3cret"
ACCEPTS_ANY_TEXT = {"jwt_issuer", "jwt_audience"}
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


def test_webhook_without_a_key_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_ORDER_WEBHOOK_URL", "https://elsewhere.example/orders")

    with pytest.raises(ValidationError, match="needs APP_ORDER_WEBHOOK_KEY"):
        Settings()


def test_rates_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_LOGIN_RATE_LIMIT", "5 per 2 minutes")

    rate = Settings().login_rate_limit

    assert (rate.amount, rate.get_expiry()) == (5, 120)


@pytest.mark.usefixtures("_production")
def test_printed_settings_hide_the_password() -> None:
    settings = Settings()

    assert "s3cret" not in repr(settings)


def test_example_file_is_read_and_names_only_what_exists(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(Settings.model_config, "env_file", ENV_EXAMPLE)
    lines = ENV_EXAMPLE.read_text().splitlines()
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
