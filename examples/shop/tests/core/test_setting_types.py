from importlib import import_module

import pytest
from pydantic import SecretStr, ValidationError

from app.config import InvalidSettingsError, Settings, load_settings
from app.core.setting_types import SSL_MODES
from app.main import create_app

POSTGRESQL = "postgresql+asyncpg://shop:s3cret@db"


@pytest.mark.parametrize(
    ("variable", "value", "fault"),
    [
        ("APP_ALLOWED_HOSTS", '["*shop.example"]', "Domain wildcard patterns"),
        ("APP_ALLOWED_HOSTS", '["api.*.example"]', "Domain wildcard patterns"),
        ("APP_ALLOWED_HOSTS", '["*.*"]', "Domain wildcard patterns"),
        ("APP_ALLOWED_HOSTS", '["https://shop.example"]', "without scheme"),
        ("APP_ALLOWED_HOSTS", '["shop.example:8000"]', "without scheme"),
        ("APP_ALLOWED_HOSTS", '["shop.example/"]', "without scheme"),
        ("APP_ALLOWED_HOSTS", "[]", "needs one host or more"),
        ("APP_CORS_ORIGINS", '["https://shop.example/"]', "no path"),
        ("APP_CORS_ORIGINS", '["shop.example"]', "has a scheme"),
        ("APP_CORS_ORIGINS", '["https://Shop.example"]', "lower-case host"),
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


def test_rates_are_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("APP_LOGIN_RATE_LIMIT", "5 per 2 minutes")

    rate = Settings().login_rate_limit

    assert (rate.amount, rate.get_expiry()) == (5, 120)


@pytest.mark.parametrize("prefix", ["", "whsec_"])
def test_webhook_key_is_accepted_with_its_prefix(
    monkeypatch: pytest.MonkeyPatch, prefix: str
) -> None:
    key = f"{prefix}c2hvcnQgczNjcmV0IHRoYXQgaXMgbG9uZyBlbm91Z2g="
    monkeypatch.setenv("APP_ORDER_WEBHOOK_KEY", key)

    assert Settings().order_webhook_key == SecretStr(key)
