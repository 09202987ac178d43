"""Settings from the environment, refused at start when they are unsafe."""

import os
from base64 import b64decode
from typing import Annotated, Literal, Self

from fastapi import Depends, Request
from limits import RateLimitItem, RateLimitItemPerMinute, parse
from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    HttpUrl,
    SecretStr,
    model_validator,
)
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.core.flags import Flag

DRIVERS = {"sqlite+aiosqlite", "postgresql+asyncpg"}
SHORTEST_KEY = 32  # bytes, for HS256
SHORTEST_WEBHOOK_KEY = 24  # bytes, by Standard Webhooks
PLACEHOLDER_KEY = "this key is public, production refuses it"
VALKEY_SCHEMES = ("valkey://", "valkeys://")


def parse_url(value: object) -> object:
    """Turn text into a URL, whose `repr` hides the password."""
    if not isinstance(value, str):
        return value
    try:
        return make_url(value)
    except ArgumentError as error:
        raise ValueError("not a database URL") from error


def require_async_driver(url: URL) -> URL:
    """Refuse a driver that would block the event loop."""
    if url.drivername not in DRIVERS:
        raise ValueError(f"the driver must be one of {sorted(DRIVERS)}")
    return url


DatabaseUrl = Annotated[
    URL,
    NoDecode,  # URL is a tuple, which would be read as JSON
    BeforeValidator(parse_url),
    AfterValidator(require_async_driver),
]


def none_if_empty(value: object) -> object:
    """Read `APP_VALKEY_URL=` as no Valkey."""
    return value or None


def require_valkey(url: SecretStr | None) -> SecretStr | None:
    """Refuse what is no Valkey URL; it may hold a password, so it stays secret."""
    if url and not url.get_secret_value().startswith(VALKEY_SCHEMES):
        raise ValueError("not a Valkey URL")
    return url


ValkeyUrl = Annotated[
    SecretStr | None, BeforeValidator(none_if_empty), AfterValidator(require_valkey)
]


def require_webhook_key(key: SecretStr | None) -> SecretStr | None:
    """Refuse what Standard Webhooks does: a key that is short or no base64."""
    if key and len(decode_webhook_key(key)) < SHORTEST_WEBHOOK_KEY:
        raise ValueError(f"needs {SHORTEST_WEBHOOK_KEY} bytes")
    return key


def decode_webhook_key(key: SecretStr) -> bytes:
    """Return the bytes that sign; ValueError if it is no base64."""
    return b64decode(key.get_secret_value(), validate=True)


WebhookUrl = Annotated[HttpUrl | None, BeforeValidator(none_if_empty)]
WebhookKey = Annotated[
    SecretStr | None,
    BeforeValidator(none_if_empty),
    AfterValidator(require_webhook_key),
]


def parse_rate(value: object) -> object:
    """Read `20/minute` or `100 per 5 minutes`."""
    return parse(value) if isinstance(value, str) else value


Rate = Annotated[RateLimitItem, NoDecode, BeforeValidator(parse_rate)]
Percent = Annotated[int, Field(ge=0, le=100)]


def require_long_keys(keys: dict[str, SecretStr]) -> dict[str, SecretStr]:
    """Refuse a key that is shorter than the hash it signs with (RFC 7518)."""
    short = [key for key in keys.values() if len(encode_key(key)) < SHORTEST_KEY]
    if short or not keys:
        raise ValueError(f"needs a key, and {SHORTEST_KEY} bytes in each")
    return keys


def encode_key(key: SecretStr) -> bytes:
    """Return the bytes that sign."""
    return key.get_secret_value().encode()


Keys = Annotated[dict[str, SecretStr], AfterValidator(require_long_keys)]


def hashes_for_cores() -> int:
    """Return how many password hashes fill the cores of this process, 4 at most.

    Each runs on four of them. Of a container's quota Python knows nothing: where one
    holds, count four cores and 64 MiB for each hash and set the number yourself.
    """
    count_cores = getattr(os, "process_cpu_count", os.cpu_count)  # Python 3.13 has it
    return max(1, min((count_cores() or 1) // 4, 4))


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>` or `.env`; the defaults suit a laptop."""

    model_config = SettingsConfigDict(
        env_prefix="APP_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        arbitrary_types_allowed=True,  # URL, RateLimitItem
        hide_input_in_errors=True,  # a refused URL holds a password
    )

    environment: Literal["development", "staging", "production"] = "development"
    debug: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    allowed_hosts: list[str] = ["*"]
    database_url: DatabaseUrl = make_url("sqlite+aiosqlite:///shop.db")
    database_pool_size: int = Field(default=15, ge=1)
    database_max_overflow: int = Field(default=0, ge=0)  # opened, closed again
    database_pool_timeout: float = Field(default=10.0, gt=0, le=60)
    database_connect_timeout: float = Field(default=3.0, gt=0, le=60)
    database_statement_timeout: float = Field(default=10.0, gt=0, le=3600)
    ready_timeout: float = Field(default=2.0, gt=0, le=30)
    jwt_keys: Keys = {"laptop": SecretStr(PLACEHOLDER_KEY)}  # the first one signs
    jwt_issuer: str = "https://shop.example"
    jwt_audience: str = "https://shop.example/api"
    access_token_minutes: int = Field(default=30, ge=1, le=60)
    refresh_token_days: int = Field(default=30, ge=1, le=90)
    hashes_at_once: int = Field(default_factory=hashes_for_cores, ge=1)
    hashes_waiting: int = Field(default=32, ge=1)  # more than that get a 503
    processes: int = Field(default=1, ge=1)  # that serve at once, on all machines
    valkey_url: ValkeyUrl = None
    valkey_timeout: float = Field(default=0.25, gt=0, le=5)
    cors_origins: list[str] = []
    max_body_size: int = Field(default=1_000_000, ge=1)  # bytes
    rate_limit: Rate = RateLimitItemPerMinute(1200)
    login_rate_limit: Rate = RateLimitItemPerMinute(20)
    sign_up_rate_limit: Rate = RateLimitItemPerMinute(10)
    catalogue_seconds: float = Field(default=5.0, ge=0, le=3600)  # 0 keeps nothing
    flags: dict[Flag, Percent] = {}  # what is missing here keeps its default
    outbound_timeout: float = Field(default=3.0, gt=0, le=30)
    outbound_retries: int = Field(default=2, ge=0, le=5)
    outbox_interval: float = Field(default=1.0, gt=0, le=60)
    outbox_lease: float = Field(default=60.0, ge=1, le=3600)  # a delivery's seconds
    outbox_max_attempts: int = Field(default=8, ge=1, le=20)
    purge_interval: float = Field(default=3600.0, gt=0, le=86400)
    outbox_days: int = Field(default=7, ge=0, le=3650)  # after the delivery
    session_days: int = Field(default=30, ge=0, le=3650)  # after the end
    idempotency_days: int = Field(default=7, ge=1, le=3650)  # clients are told a day
    order_webhook_url: WebhookUrl = None
    order_webhook_key: WebhookKey = None
    tracing: bool = False

    @property
    def in_production(self) -> bool:
        """Whether the shop faces real customers."""
        return self.environment == "production"

    @model_validator(mode="after")
    def require_signed_webhook(self) -> Self:
        """Refuse a webhook whose receiver can't tell us from others."""
        if self.order_webhook_url and not self.order_webhook_key:
            raise ValueError("APP_ORDER_WEBHOOK_URL needs APP_ORDER_WEBHOOK_KEY")
        return self

    @model_validator(mode="after")
    def refuse_unsafe_production(self) -> Self:
        """Name every wrong variable at once, so that one restart mends them all."""
        faults = {
            "APP_DEBUG must be false": self.debug,
            "APP_ALLOWED_HOSTS must not hold '*'": "*" in self.allowed_hosts,
            "APP_DATABASE_URL must not be SQLite": (
                self.database_url.get_backend_name() == "sqlite"
            ),
            "APP_CORS_ORIGINS must not hold '*'": "*" in self.cors_origins,
            "APP_VALKEY_URL must be set when APP_PROCESSES is more than 1": (
                self.processes > 1 and self.valkey_url is None
            ),
            "APP_JWT_KEYS must not hold the placeholder": (
                SecretStr(PLACEHOLDER_KEY) in self.jwt_keys.values()
            ),
        }
        found = [fault for fault, is_found in faults.items() if is_found]
        if self.in_production and found:
            raise ValueError(f"unsafe in production: {'; '.join(found)}")
        return self


def settings_of(request: Request) -> Settings:
    """Return the settings that this app was created with."""
    settings: Settings = request.app.state.settings
    return settings


async def get_settings(request: Request) -> Settings:
    """Give them to whoever asks by annotation."""
    return settings_of(request)


SettingsDep = Annotated[Settings, Depends(get_settings)]
