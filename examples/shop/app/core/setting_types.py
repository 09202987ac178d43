"""Types of settings, whose values are checked at start (STR-006, SEC-013)."""

import json
import re
from base64 import b64decode
from typing import Annotated

from limits import RateLimitItem, parse_many
from pydantic import AfterValidator, BeforeValidator, HttpUrl, SecretStr
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError
from starlette.applications import Starlette
from starlette.middleware.trustedhost import TrustedHostMiddleware

from app.core.valkey import create_valkey

DRIVERS = {"sqlite+aiosqlite", "postgresql+asyncpg"}
SSL_MODES = ["disable", "allow", "prefer", "require", "verify-ca", "verify-full"]
MIN_SIGNING_KEY = 32  # bytes, for HS256 (RFC 7518)
MIN_WEBHOOK_KEY = 24  # bytes, by Standard Webhooks
NUMBER = re.compile(r"\d+")
HOST_PATTERN = re.compile(r"[\w*.-]+|\[[\da-fA-F:.]+\]")
ORIGIN_PATTERN = re.compile(r"\*|[a-z][a-z\d+.-]*://[^/?#\sA-Z]+")


def parse_json(value: object) -> object:
    """Parse the text of a list or an object; ValueError if it isn't JSON."""
    if not isinstance(value, str):
        return value
    try:
        return json.loads(value)
    except ValueError as error:
        raise ValueError("not valid JSON") from error


FromJson = BeforeValidator(parse_json)


def none_if_empty(value: object) -> object:
    """Read `APP_VALKEY_URL=` as "not configured"."""
    return value or None


NoneIfEmpty = BeforeValidator(none_if_empty)


def parse_database_url(value: object) -> object:
    """Parse text into a URL, whose `repr` hides the password."""
    if not isinstance(value, str):
        return value
    try:
        return make_url(value)
    except (ValueError, ArgumentError):
        raise ValueError("not a database URL") from None


def require_async_driver(url: URL) -> URL:
    """Refuse a driver that would block the event loop."""
    if url.drivername not in DRIVERS:
        raise ValueError(f"the driver must be one of {sorted(DRIVERS)}")
    return url


def require_driver_options(url: URL) -> URL:
    """Refuse libpq's options, such as `sslmode`: asyncpg would fail at first use.

    Timeouts and pool sizes have settings of their own. SQLite takes no option.
    """
    allowed = {"ssl"} if url.get_backend_name() == "postgresql" else set[str]()
    if unknown := sorted(set(url.query) - allowed):
        raise ValueError(f"unknown option {', '.join(unknown)}")
    if "ssl" in url.query and url.query["ssl"] not in SSL_MODES:
        raise ValueError(f"ssl must be one of {SSL_MODES}")
    return url


def require_file(url: URL) -> URL:
    """Refuse SQLite in memory: each connection of the pool would open its own."""
    if url.get_backend_name() == "sqlite" and url.database in {None, "", ":memory:"}:
        raise ValueError("SQLite needs a file")
    return url


DatabaseUrl = Annotated[
    URL,
    BeforeValidator(parse_database_url),
    AfterValidator(require_async_driver),
    AfterValidator(require_driver_options),
    AfterValidator(require_file),
]


def require_valkey(url: SecretStr | None) -> SecretStr | None:
    """Refuse a URL that the client refuses; it may hold a password: keep it secret."""
    if url:
        create_valkey(url.get_secret_value(), timeout=1.0)
    return url


ValkeyUrl = Annotated[SecretStr | None, NoneIfEmpty, AfterValidator(require_valkey)]


def require_webhook_key(key: SecretStr | None) -> SecretStr | None:
    """Refuse what Standard Webhooks refuses: a short key, or one that isn't Base64."""
    if key:
        text = key.get_secret_value().removeprefix("whsec_")
        if len(b64decode(text, validate=True)) < MIN_WEBHOOK_KEY:
            raise ValueError(f"needs at least {MIN_WEBHOOK_KEY} bytes")
    return key


WebhookUrl = Annotated[HttpUrl | None, NoneIfEmpty]
WebhookKey = Annotated[
    SecretStr | None, NoneIfEmpty, AfterValidator(require_webhook_key)
]


def parse_rate(value: object) -> object:
    """Parse `20/minute` or `100 per 5 minutes`."""
    if not isinstance(value, str):
        return value
    try:
        [rate] = parse_many(value)
    except ValueError as error:
        raise ValueError("not one rate limit") from error
    if not all(map(int, NUMBER.findall(value))):  # `limits` reads 0 minutes as 1
        raise ValueError("a rate limit of zero")
    return rate


Rate = Annotated[RateLimitItem, BeforeValidator(parse_rate)]


def require_long_keys(keys: dict[str, SecretStr]) -> dict[str, SecretStr]:
    """Refuse a key that is shorter than the hash it signs with (RFC 7518)."""
    lengths = [len(key.get_secret_value().encode()) for key in keys.values()]
    if not keys or min(lengths) < MIN_SIGNING_KEY:
        raise ValueError(f"needs one key or more, each of {MIN_SIGNING_KEY} bytes")
    return keys


SigningKeys = Annotated[
    dict[str, SecretStr], FromJson, AfterValidator(require_long_keys)
]


def require_host_patterns(hosts: list[str]) -> list[str]:
    """Refuse a pattern that the middleware refuses or that can't match a `Host`."""
    try:
        TrustedHostMiddleware(Starlette(), hosts)
    except AssertionError as error:
        raise ValueError(str(error)) from error
    if not hosts or not all(HOST_PATTERN.fullmatch(host) for host in hosts):
        raise ValueError("needs one host or more, each without scheme, port and path")
    return hosts


def require_origins(origins: list[str]) -> list[str]:
    """Refuse what can't equal an `Origin`: a trailing slash, a capital letter."""
    if not all(ORIGIN_PATTERN.fullmatch(origin) for origin in origins):
        raise ValueError("an origin has a scheme and a lower-case host, and no path")
    return origins


Hosts = Annotated[list[str], FromJson, AfterValidator(require_host_patterns)]
Origins = Annotated[list[str], FromJson, AfterValidator(require_origins)]
