"""Settings from `APP_…` variables, secret files and `.env`; faults stop the start."""

import json
import os
from collections.abc import Sequence
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Any, Literal, Self

from fastapi import Depends, Request
from limits import RateLimitItemPerMinute
from pydantic import Field, SecretStr, StrictBool, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url

from app import APP_NAME
from app.core.database import DatabaseOptions
from app.core.flags import Flag
from app.core.setting_types import (
    DatabaseUrl,
    FromJson,
    Hosts,
    Origins,
    Rate,
    SigningKeys,
    ValkeyUrl,
    WebhookKey,
    WebhookUrl,
)

PREFIX = "APP_"
SECRETS = Path("/run/secrets")
"""Where Compose mounts secrets: a file for each, such as `app_jwt_keys`."""

EXAMPLE_KEY = "a random text of 32 bytes or more"
"""Stands in `.env.example` and in errors, so anyone knows it."""


def random_signing_key() -> dict[str, SecretStr]:
    """Return a key that this process alone knows: its tokens end with the process."""
    return {"random": SecretStr(token_urlsafe(32))}


def default_hash_concurrency() -> int:
    """Return one hash for every four cores of this process, from 1 to 4.

    Argon2id runs each hash in four threads with 64 MiB. Python doesn't see a
    container's CPU quota: set `APP_PASSWORD_HASH_CONCURRENCY` there.
    """
    count_cores = getattr(os, "process_cpu_count", os.cpu_count)  # Python 3.13 has it
    return max(1, min((count_cores() or 1) // 4, 4))


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>` or `.env`; the defaults suit a laptop."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file=".env",
        enable_decoding=False,  # our types parse, so that every fault is reported
        extra="ignore",
        frozen=True,
        arbitrary_types_allowed=True,  # URL, RateLimitItem
        hide_input_in_errors=True,  # a refused URL holds a password
    )

    environment: Literal["development", "staging", "production"] = "development"
    version: str = "unknown"  # such as the commit that was built
    debug: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    allowed_hosts: Hosts = Field(default=["*"], examples=[["shop.example"]])
    database_url: DatabaseUrl = Field(
        default=make_url(f"sqlite+aiosqlite:///{APP_NAME}.db"),
        examples=["postgresql+asyncpg://user:password@host:5432/name?ssl=require"],
    )
    database_pool_size: int = Field(default=15, ge=1)
    database_max_overflow: int = Field(default=0, ge=0)  # opened, closed again
    database_pool_timeout: float = Field(default=10.0, gt=0, le=60)
    database_connect_timeout: float = Field(default=3.0, gt=0, le=60)
    database_statement_timeout: float = Field(default=10.0, gt=0, le=3600)
    database_lock_timeout: float = Field(default=5.0, gt=0, le=3600)
    database_idle_transaction_timeout: float = Field(default=30.0, gt=0, le=3600)
    database_transaction_pooling: bool = False  # PgBouncer, pool_mode=transaction
    ready_timeout: float = Field(default=2.0, gt=0, le=30)
    jwt_keys: SigningKeys = Field(  # the first one signs
        default_factory=random_signing_key,
        examples=[{"2026-11": EXAMPLE_KEY}],
    )
    jwt_issuer: str = f"https://{APP_NAME}.example"
    jwt_audience: str = f"https://{APP_NAME}.example/api"
    access_token_minutes: int = Field(default=30, ge=1, le=60)
    refresh_token_days: int = Field(default=30, ge=1, le=90)
    refresh_token_reuse_seconds: int = Field(default=10, ge=0, le=60)
    password_hash_concurrency: int = Field(
        default_factory=default_hash_concurrency, ge=1, examples=[2]
    )
    password_hash_max_waiting: int = Field(default=32, ge=0)  # one more gets a 503
    processes: int = Field(default=1, ge=1)  # that serve at once, on all machines
    valkey_url: ValkeyUrl = Field(
        default=None, examples=["valkey://user:password@host:6379/0"]
    )
    valkey_timeout: float = Field(default=0.25, gt=0, le=5)
    cors_origins: Origins = Field(default=[], examples=[["https://shop.example"]])
    max_body_size: int = Field(default=100_000, ge=1)  # bytes
    rate_limit: Rate = Field(
        default=RateLimitItemPerMinute(1200), examples=["1200/minute"]
    )
    login_rate_limit: Rate = Field(  # of an account and a client IP together
        default=RateLimitItemPerMinute(10, 15), examples=["10 per 15 minutes"]
    )
    login_account_rate_limit: Rate = Field(
        default=RateLimitItemPerMinute(100, 15), examples=["100 per 15 minutes"]
    )
    login_ip_rate_limit: Rate = Field(
        default=RateLimitItemPerMinute(100, 15), examples=["100 per 15 minutes"]
    )
    sign_up_rate_limit: Rate = Field(
        default=RateLimitItemPerMinute(10), examples=["10/minute"]
    )
    cache_max_bytes: int = Field(default=16_000_000, ge=0)  # of memory, without Valkey
    catalogue_seconds: float = Field(default=5.0, ge=0, le=3600)  # 0 keeps nothing
    flags: Annotated[dict[Flag, StrictBool], FromJson] = Field(
        default={},  # a missing flag keeps its default
        examples=[{"sign-up": True}],
    )
    outbound_timeout: float = Field(default=3.0, gt=0, le=30)
    outbox_poll_interval: float = Field(default=1.0, gt=0, le=60)
    outbox_lease: float = Field(default=60.0, ge=1, le=3600)  # a delivery's seconds
    outbox_max_attempts: int = Field(default=16, ge=1, le=100)
    purge_interval: float = Field(default=3600.0, gt=0, le=86400)
    outbox_retention_days: int = Field(default=7, ge=0, le=3650)  # since delivery
    session_retention_days: int = Field(default=30, ge=0, le=3650)  # since expiry
    idempotency_retention_days: int = Field(default=7, ge=1, le=3650)  # since use
    order_webhook_url: WebhookUrl = Field(
        default=None, examples=["https://partner.example/orders"]
    )
    order_webhook_key: WebhookKey = Field(
        default=None, examples=["the Base64 of 24 random bytes or more"]
    )
    tracing: bool = False

    @property
    def in_production(self) -> bool:
        """Whether the app serves real customers."""
        return self.environment == "production"

    @property
    def signing_keys(self) -> dict[str, bytes]:
        """The JWT keys as bytes; the first one signs."""
        return {
            key_id: key.get_secret_value().encode()
            for key_id, key in self.jwt_keys.items()
        }

    @property
    def database_options(self) -> DatabaseOptions:
        """The values that `create_engine` takes."""
        return DatabaseOptions(
            pool_size=self.database_pool_size,
            max_overflow=self.database_max_overflow,
            pool_timeout=self.database_pool_timeout,
            connect_timeout=self.database_connect_timeout,
            statement_timeout=self.database_statement_timeout,
            lock_timeout=self.database_lock_timeout,
            idle_transaction_timeout=self.database_idle_transaction_timeout,
            transaction_pooling=self.database_transaction_pooling,
        )

    @model_validator(mode="after")
    def require_signed_webhook(self) -> Self:
        """Refuse a webhook that its receiver could not authenticate."""
        if self.order_webhook_url and not self.order_webhook_key:
            raise ValueError("APP_ORDER_WEBHOOK_URL needs APP_ORDER_WEBHOOK_KEY")
        return self

    @model_validator(mode="after")
    def refuse_unsafe_production(self) -> Self:
        """Name every unsafe variable at once, so that one restart fixes them all."""
        faults = {
            "APP_DEBUG must be false": self.debug,
            "APP_ALLOWED_HOSTS must not contain '*'": "*" in self.allowed_hosts,
            "APP_DATABASE_URL must not be SQLite": (
                self.database_url.get_backend_name() == "sqlite"
            ),
            "APP_CORS_ORIGINS must not contain '*'": "*" in self.cors_origins,
            "APP_VALKEY_URL must be set when APP_PROCESSES is more than 1": (
                self.processes > 1 and self.valkey_url is None
            ),
            "APP_JWT_KEYS must be set": "jwt_keys" not in self.model_fields_set,
            "APP_JWT_KEYS must not be the example": (
                EXAMPLE_KEY.encode() in self.signing_keys.values()
            ),
        }
        found = [fault for fault, is_found in faults.items() if is_found]
        if self.in_production and found:
            raise ValueError(f"unsafe in production: {'; '.join(found)}")
        return self


class InvalidSettingsError(Exception):
    """The environment can't configure the app; the message lists every fault."""


def load_settings(secrets: Path = SECRETS) -> Settings:
    """Read variables, then `.env`, then the files of secrets, where there are any.

    InvalidSettingsError names variable, fault and example.
    """
    folder = secrets if secrets.is_dir() else None
    options: dict[str, Any] = {"_secrets_dir": folder}  # Pyright sees only the fields
    try:
        return Settings(**options)
    except ValidationError as error:
        faults = [
            describe_fault(fault["loc"], fault["msg"].removeprefix("Value error, "))
            for fault in error.errors(include_input=False, include_url=False)
        ]
        lines = "\n".join(faults)
        raise InvalidSettingsError(f"Fix these settings:\n{lines}") from None


def describe_fault(place: Sequence[int | str], message: str) -> str:
    """Return one line: the variable, what is wrong, and a value that would do."""
    if not place:
        return message
    name, *inner = map(str, place)
    key = "".join(f"[{part}]" for part in inner if part != "[key]")
    variable = f"{PREFIX}{name.upper()}"
    return f"{variable}{key}: {message}. Example: {variable}={example_of(name)}"


def example_of(name: str) -> str:
    """Return an accepted value of the field, spelled as in the environment."""
    field = Settings.model_fields[name]
    value: Any = (field.examples or [field.get_default()])[0]
    return value if isinstance(value, str) else json.dumps(value)


async def get_settings(request: Request) -> Settings:
    """Return the settings that this app was created with."""
    settings: Settings = request.app.state.settings
    return settings


SettingsDep = Annotated[Settings, Depends(get_settings)]
