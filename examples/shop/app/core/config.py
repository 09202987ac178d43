"""Settings from the environment, refused at start when they are unsafe."""

from typing import Annotated, Literal, Self

from fastapi import Depends, Request
from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

DRIVERS = {"sqlite+aiosqlite", "postgresql+asyncpg"}


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


class Settings(BaseSettings):
    """Every value comes from `APP_<NAME>` or `.env`; the defaults suit a laptop."""

    model_config = SettingsConfigDict(
        env_prefix="APP_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        arbitrary_types_allowed=True,  # URL
        hide_input_in_errors=True,  # a refused URL holds a password
    )

    environment: Literal["development", "staging", "production"] = "development"
    debug: bool = False
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    allowed_hosts: list[str] = ["*"]
    database_url: DatabaseUrl = make_url("sqlite+aiosqlite:///shop.db")
    database_pool_size: int = Field(default=5, ge=1)
    database_max_overflow: int = Field(default=10, ge=0)
    ready_timeout: float = Field(default=2.0, gt=0, le=30)

    @property
    def in_production(self) -> bool:
        """Whether the shop faces real customers."""
        return self.environment == "production"

    @model_validator(mode="after")
    def refuse_unsafe_production(self) -> Self:
        """Name every wrong variable at once, so that one restart mends them all."""
        faults = {
            "APP_DEBUG must be false": self.debug,
            "APP_ALLOWED_HOSTS must not hold '*'": "*" in self.allowed_hosts,
            "APP_DATABASE_URL must not be SQLite": (
                self.database_url.get_backend_name() == "sqlite"
            ),
        }
        found = [fault for fault, is_found in faults.items() if is_found]
        if self.in_production and found:
            raise ValueError(f"unsafe in production: {'; '.join(found)}")
        return self


def get_settings(request: Request) -> Settings:
    """Return the settings that this app was created with."""
    settings: Settings = request.app.state.settings
    return settings


SettingsDep = Annotated[Settings, Depends(get_settings)]
