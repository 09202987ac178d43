"""Limit how often a client may call, for all processes or for one (SEC-008)."""

import hmac
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Network, ip_address
from math import ceil
from time import time
from typing import Annotated, Any

from fastapi import Depends, Request
from limits import RateLimitItem
from limits.aio.storage import RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter

from app import APP_NAME
from app.core.circuit_breaker import CircuitBreakerError
from app.core.errors import RateLimitedError
from app.core.rate_limit_storage import BoundedMemoryStorage
from app.core.valkey import Valkey


@dataclass(frozen=True, slots=True)
class RateLimits:
    """The limit of each purpose; set at start."""

    requests: RateLimitItem  # of a client IP, and of an account
    sign_up: RateLimitItem  # of a client IP
    login: RateLimitItem  # of an account and a client IP together: strict
    login_account: RateLimitItem  # of an account, from every IP: loose
    login_ip: RateLimitItem  # of a client IP, for every account: loose


class RateLimiter:
    """Counts in Valkey for all processes; while that fails, in memory for this one.

    Counters are keyed by an HMAC of the account or client IP, so that a reader of
    Valkey can't test a list of addresses. Its key is derived from `secret`.
    """

    def __init__(self, secret: bytes, valkey: Valkey | None = None) -> None:
        self.secret = hmac.digest(secret, b"rate-limits", "sha256")
        self.valkey = valkey
        self.windows = BoundedMemoryStorage()
        self.local = FixedWindowRateLimiter(self.windows)
        self.shared = FixedWindowRateLimiter(create_storage(valkey)) if valkey else None

    async def check(self, rate: RateLimitItem, purpose: str, caller: str) -> None:
        """Count one attempt; RateLimitedError if it exceeds the rate."""
        pseudonym = hmac.new(self.secret, caller.encode(), "sha256").hexdigest()
        if wait := await self._count(rate, purpose, pseudonym):
            raise RateLimitedError(wait)

    async def _count(self, rate: RateLimitItem, *key: str) -> int:
        if self.valkey and (shared := self.shared):
            with suppress(CircuitBreakerError):
                return await self.valkey.call(lambda _: count(shared, rate, *key))
        return await count(self.local, rate, *key)


async def count(limiter: FixedWindowRateLimiter, rate: RateLimitItem, *key: str) -> int:
    """Count one attempt; return the seconds to wait, 0 if it is within the rate."""
    if await limiter.hit(rate, *key):
        return 0
    window = await limiter.get_window_stats(rate, *key)
    return max(1, ceil(window.reset_time - time()))


def create_storage(valkey: Valkey) -> RedisStorage:
    """Return the storage of `limits` that shares the connections of the client."""
    options: dict[str, Any] = {"connection_pool": valkey.client.connection_pool}
    return RedisStorage(
        "async+redis://",
        implementation="redispy",
        key_prefix=f"{APP_NAME}:limits",
        **options,
    )


async def get_rate_limiter(request: Request) -> RateLimiter:
    """Return the limiter that the lifespan created."""
    limiter: RateLimiter = request.app.state.rate_limiter
    return limiter


async def get_rate_limits(request: Request) -> RateLimits:
    """Return the limits that this app was created with."""
    limits: RateLimits = request.app.state.rate_limits
    return limits


async def get_client_ip(request: Request) -> str:
    """Return the client IP to count by: an IPv6 client owns its whole /64.

    uvicorn puts it into the scope, from the header of a trusted proxy (SEC-014).
    """
    host = request.client.host if request.client else "unknown"
    try:
        address = ip_address(host)
    except ValueError:  # a Unix socket has no IP
        return host
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return str(IPv6Network((address, 64), strict=False))


RateLimiterDep = Annotated[RateLimiter, Depends(get_rate_limiter)]
RateLimitsDep = Annotated[RateLimits, Depends(get_rate_limits)]
ClientIp = Annotated[str, Depends(get_client_ip)]


async def limit_requests(
    limiter: RateLimiterDep, limits: RateLimitsDep, ip: ClientIp
) -> None:
    """Count one request of the client IP."""
    await limiter.check(limits.requests, "requests", ip)


async def limit_sign_up(
    limiter: RateLimiterDep, limits: RateLimitsDep, ip: ClientIp
) -> None:
    """Count one sign-up of the client IP."""
    await limiter.check(limits.sign_up, "sign-up", ip)


class LoginRateLimit:
    """Limits attempts to guess a password, from the IP of this request.

    A strict limit per account would let an attacker lock the owner out. So that one is
    loose, and counts only attempts that the stricter limits have allowed.
    """

    def __init__(self, limiter: RateLimiter, limits: RateLimits, ip: str) -> None:
        self.limiter = limiter
        self.limits = limits
        self.ip = ip

    async def check(self, account: str) -> None:
        """Count one attempt; RateLimitedError if it exceeds one of the limits.

        `account` has one spelling: a normalized email, or a user's ID.
        """
        pair = f"{self.ip} {account}"
        await self.limiter.check(self.limits.login_ip, "login-ip", self.ip)
        await self.limiter.check(self.limits.login, "login", pair)
        await self.limiter.check(self.limits.login_account, "login-account", account)


async def get_login_rate_limit(
    limiter: RateLimiterDep, limits: RateLimitsDep, ip: ClientIp
) -> LoginRateLimit:
    """Return the limit for the IP of this request."""
    return LoginRateLimit(limiter, limits, ip)


LoginRateLimitDep = Annotated[LoginRateLimit, Depends(get_login_rate_limit)]
