"""How often a caller may ask: counted in Valkey, in memory without it."""

from contextlib import suppress
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil
from time import time
from typing import Annotated, Any

from fastapi import Depends, Request
from limits import RateLimitItem
from limits.aio.storage import MemoryStorage, RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from valkey.asyncio import Valkey

from app.core.config import SettingsDep
from app.core.errors import RateLimitedError
from app.core.valkey import ValkeyFailedError, ValkeyGuard


class RateLimiter:
    """Counts for all processes while Valkey answers, else for this one alone."""

    def __init__(
        self, guard: ValkeyGuard, shared: FixedWindowRateLimiter | None = None
    ) -> None:
        self.guard = guard
        self.shared = shared
        self.own = FixedWindowRateLimiter(MemoryStorage())

    async def check(self, rate: RateLimitItem, purpose: str, caller: str) -> None:
        """Count one request; RateLimitedError when there were too many."""
        if wait := await self._count(rate, purpose, caller):
            raise RateLimitedError(wait)

    async def _count(self, rate: RateLimitItem, *key: str) -> int:
        if shared := self.shared:
            with suppress(ValkeyFailedError):
                return await self.guard.run(lambda: count(shared, rate, *key))
        return await count(self.own, rate, *key)


async def count(limiter: FixedWindowRateLimiter, rate: RateLimitItem, *key: str) -> int:
    """Count one request; return the seconds to wait, 0 when it is within the rate."""
    if await limiter.hit(rate, *key):
        return 0
    window = await limiter.get_window_stats(rate, *key)
    return max(1, ceil(window.reset_time - time()))


def create_rate_limiter(guard: ValkeyGuard, valkey: Valkey | None) -> RateLimiter:
    """Return a limiter that counts in Valkey, if there is one."""
    if valkey is None:
        return RateLimiter(guard)
    options: dict[str, Any] = {"connection_pool": valkey.connection_pool}
    storage = RedisStorage("async+valkey://", **options)
    return RateLimiter(guard, FixedWindowRateLimiter(storage))


def get_rate_limiter(request: Request) -> RateLimiter:
    """Return the limiter that the lifespan made."""
    limiter: RateLimiter = request.app.state.rate_limiter
    return limiter


RateLimiterDep = Annotated[RateLimiter, Depends(get_rate_limiter)]


def name_account(account: str | int) -> str:
    """Return an account's key, which tells nobody the address that was typed in."""
    return sha256(str(account).strip().casefold().encode()).hexdigest()


def name_address(host: str) -> str:
    """Return an address's key; whoever has one IPv6 address has all of its /64."""
    try:
        address = ip_address(host.partition("%")[0])
    except ValueError:  # a socket's path
        return host
    if isinstance(address, IPv4Address):
        return str(address)
    if address.ipv4_mapped:
        return str(address.ipv4_mapped)
    return f"{IPv6Address(int(address) >> 64 << 64)}/64"


def get_address(request: Request) -> str:
    """Return the key of the address that asks; a proxy's is the server's to undo."""
    return name_address(request.client.host if request.client else "unknown")


AddressDep = Annotated[str, Depends(get_address)]


async def limit_requests(
    limiter: RateLimiterDep, settings: SettingsDep, address: AddressDep
) -> None:
    """Refuse an address that asks more often than `rate_limit`."""
    await limiter.check(settings.rate_limit, "requests", address)


async def limit_sign_up(
    limiter: RateLimiterDep, settings: SettingsDep, address: AddressDep
) -> None:
    """Refuse an address that signs up more often than `sign_up_rate_limit`."""
    await limiter.check(settings.sign_up_rate_limit, "sign-up", address)


class LoginAttempts:
    """Counts tries to log in, by address and by the account that they are for.

    A botnet has many addresses and one account to guess at; who sprays a common
    password has one address and many accounts.
    """

    def __init__(
        self, limiter: RateLimiterDep, settings: SettingsDep, address: AddressDep
    ) -> None:
        self.limiter = limiter
        self.rate = settings.login_rate_limit
        self.address = address

    async def check(self, account: str) -> None:
        """Count one try; RateLimitedError when there were too many."""
        await self.limiter.check(self.rate, "login-address", self.address)
        await self.limiter.check(self.rate, "login-account", name_account(account))


LoginAttemptsDep = Annotated[LoginAttempts, Depends()]
