"""How often a caller may ask: counted in Valkey, in memory without it."""

from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from ipaddress import IPv4Address, IPv6Address, ip_address
from math import ceil
from time import monotonic, time
from typing import Annotated, Any

from fastapi import Depends, Request
from limits import RateLimitItem
from limits.aio.storage import RedisStorage
from limits.aio.strategies import FixedWindowRateLimiter
from valkey.asyncio import Valkey

from app.config import settings_of
from app.core.errors import RateLimitedError
from app.core.valkey import ValkeyFailedError, ValkeyGuard

FIRST_SWEEP = 1000  # windows


@dataclass(slots=True)
class Window:
    """How many requests have come, and when counting begins anew."""

    end: float
    count: int = 0


class WindowCounter:
    """Counts in this process alone, in windows that begin with a first request.

    What is over is swept out each time that the number of windows has doubled, so
    no request pays for more than its own: the memory storage of `limits` looks at
    every caller's window at each request.
    """

    def __init__(self) -> None:
        self.windows: dict[tuple[object, ...], Window] = {}
        self.sweep_at = FIRST_SWEEP

    def count(self, rate: RateLimitItem, *key: str) -> int:
        """Count one request; return the seconds to wait, 0 when it is within it."""
        now, seconds = monotonic(), rate.get_expiry()
        name = (rate.amount, seconds, *key)
        window = self.windows.get(name)
        if window is None or window.end <= now:
            self.sweep(now)
            window = self.windows[name] = Window(now + seconds)
        window.count += 1
        return 0 if window.count <= rate.amount else max(1, ceil(window.end - now))

    def sweep(self, now: float) -> None:
        """Forget the windows that are over, if there are many by now."""
        if len(self.windows) < self.sweep_at:
            return
        self.windows = {
            name: window for name, window in self.windows.items() if window.end > now
        }
        self.sweep_at = max(FIRST_SWEEP, 2 * len(self.windows))


class RateLimiter:
    """Counts for all processes while Valkey answers, else for this one alone."""

    def __init__(
        self, guard: ValkeyGuard, shared: FixedWindowRateLimiter | None = None
    ) -> None:
        self.guard = guard
        self.shared = shared
        self.own = WindowCounter()

    async def check(self, rate: RateLimitItem, purpose: str, caller: str) -> None:
        """Count one request; RateLimitedError when there were too many."""
        if wait := await self._count(rate, purpose, caller):
            raise RateLimitedError(wait)

    async def _count(self, rate: RateLimitItem, *key: str) -> int:
        if shared := self.shared:
            with suppress(ValkeyFailedError):
                return await self.guard.run(lambda: count(shared, rate, *key))
        return self.own.count(rate, *key)


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


def limiter_of(request: Request) -> RateLimiter:
    """Return the limiter that the lifespan made."""
    limiter: RateLimiter = request.app.state.rate_limiter
    return limiter


def name_account(account: str | int) -> str:
    """Return an account's key, which tells nobody the address that was typed in."""
    return sha256(str(account).strip().casefold().encode()).hexdigest()


@lru_cache(maxsize=1024)
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


def address_of(request: Request) -> str:
    """Return the key of the address that asks; a proxy's is the server's to undo."""
    return name_address(request.client.host if request.client else "unknown")


# These ask nothing by annotation, as they run before every handler: to be solved, a
# dependency costs as much as what they do.
async def limit_requests(request: Request) -> None:
    """Refuse an address that asks more often than `rate_limit`."""
    rate = settings_of(request).rate_limit
    await limiter_of(request).check(rate, "requests", address_of(request))


async def limit_sign_up(request: Request) -> None:
    """Refuse an address that signs up more often than `sign_up_rate_limit`."""
    rate = settings_of(request).sign_up_rate_limit
    await limiter_of(request).check(rate, "sign-up", address_of(request))


class LoginAttempts:
    """Counts tries to log in, by address and by the account that they are for.

    A botnet has many addresses and one account to guess at; who sprays a common
    password has one address and many accounts.
    """

    def __init__(self, limiter: RateLimiter, rate: RateLimitItem, address: str) -> None:
        self.limiter = limiter
        self.rate = rate
        self.address = address

    async def check(self, account: str) -> None:
        """Count one try; RateLimitedError when there were too many."""
        await self.limiter.check(self.rate, "login-address", self.address)
        await self.limiter.check(self.rate, "login-account", name_account(account))


async def get_login_attempts(request: Request) -> LoginAttempts:
    """Count for the address that asks."""
    rate = settings_of(request).login_rate_limit
    return LoginAttempts(limiter_of(request), rate, address_of(request))


LoginAttemptsDep = Annotated[LoginAttempts, Depends(get_login_attempts)]
