"""Cache entries that expire, and not all at the same moment."""

from random import SystemRandom

from redis.asyncio import Redis

TTL = 600  # seconds
JITTER = 0.1  # of the time to live
RANDOM = SystemRandom()


def time_to_live() -> int:
    """Return the milliseconds of one entry: 10 percent shorter or longer."""
    return round(1000 * TTL * RANDOM.uniform(1 - JITTER, 1 + JITTER))


async def store(valkey: Redis, query: str, body: bytes) -> None:
    """Cache the result of a search."""
    await valkey.set(f"search:{query}", body, px=time_to_live())
