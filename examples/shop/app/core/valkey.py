"""Connect to Valkey, which the app can do without (REL-008)."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlsplit

from redis.asyncio import BlockingConnectionPool, Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from app.core.circuit_breaker import CircuitBreaker, CircuitBreakerError

CLIENT_SCHEMES = {
    "valkey": "redis",
    "valkeys": "rediss",
    "redis": "redis",
    "rediss": "rediss",
}
MAX_CONNECTIONS = 50  # of a process; further calls wait for one, up to the timeout


class Valkey:
    """A client and the circuit breaker that every call goes through."""

    def __init__(self, client: Redis, breaker: CircuitBreaker) -> None:
        self.client = client
        self.breaker = breaker

    async def call[T](self, command: Callable[[Redis], Awaitable[T]]) -> T:
        """Return the command's result; CircuitBreakerError while Valkey fails."""
        return await self.breaker.call(lambda: command(self.client))

    async def is_available(self) -> bool:
        """Return whether Valkey answers a PING within the timeout."""
        try:
            await self.call(ping)
        except CircuitBreakerError:
            return False
        return True

    async def aclose(self) -> None:
        """Close every connection."""
        await self.client.aclose()
        await self.client.connection_pool.disconnect()


async def ping(client: Redis) -> None:
    """Do one round trip."""
    commands: Any = client  # whose types are incomplete
    await commands.ping()


def create_valkey(url: str, timeout: float) -> Valkey:
    """Return a client that connects at its first call, of `timeout` seconds at most.

    It retries once at once: a pooled connection may be older than Valkey's last
    restart. ValueError, without the URL's password, if the client can't use the URL.
    """
    pool = create_pool(url, timeout)
    breaker = CircuitBreaker("valkey", timeout=timeout, failures=(OSError, RedisError))
    return Valkey(Redis(connection_pool=pool), breaker)


def create_pool(url: str, timeout: float) -> BlockingConnectionPool:
    """Return an empty pool; ValueError if it could not connect with these options."""
    pool_class: Any = BlockingConnectionPool  # whose types are incomplete
    try:
        pool: BlockingConnectionPool = pool_class.from_url(
            as_client_url(url),
            max_connections=MAX_CONNECTIONS,
            timeout=timeout,
            socket_timeout=timeout,
            socket_connect_timeout=timeout,
            retry=Retry(NoBackoff(), 1),
        )
        connection: Any = pool.connection_class(**pool.connection_kwargs)
        connection.encoder.encode("")  # fails for an unknown `encoding`
    except (AttributeError, LookupError, RedisError, TypeError, ValueError) as error:
        raise ValueError("not a Valkey URL") from error
    return pool


def as_client_url(url: str) -> str:
    """Return the URL with redis-py's scheme; ValueError for what redis-py ignores."""
    parts = urlsplit(url)
    database = parts.path.removeprefix("/")
    if not parts.hostname or parts.fragment or not (database or "0").isdecimal():
        raise ValueError("needs a host, and a number as its path")
    return parts._replace(scheme=CLIENT_SCHEMES[parts.scheme]).geturl()
