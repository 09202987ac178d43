"""How long the slowest wait when more ask at once than the pool has connections."""

import asyncio

from sqlalchemy import text

from benchmarks.database import connected
from benchmarks.results import Tail, percentile
from benchmarks.subjects import carry_out, serving, settings
from benchmarks.workload import Endpoint

AT_ONCE = 32
SERVERS = {
    "shop": "the shop",
    "lean": "lean, asynchronous",
    "threaded": "lean, threads",
}
POOLS = ((5, 10), (15, 0))
SESSIONS = text("SELECT sessions FROM pg_stat_database WHERE datname = 'postgres'")


async def count_sessions(url: str) -> int:
    """Return how many connections the server has taken so far."""
    async with connected(url) as connection:
        return int((await connection.scalars(SESSIONS)).one())


def measure(
    url: str, name: str, pool: tuple[int, int], me: Endpoint, size: int
) -> Tail:
    """Ask one server for accounts, once it is warm."""
    fixed, overflow = pool
    sizes = {
        "APP_DATABASE_POOL_SIZE": str(fixed),
        "APP_DATABASE_MAX_OVERFLOW": str(overflow),
    }
    with serving(name, settings(url, **sizes)) as subject:
        carry_out(me.plan(subject.port, AT_ONCE, size // 4))
        before = asyncio.run(count_sessions(url))
        outcome = carry_out(me.plan(subject.port, AT_ONCE, size))
        opened = asyncio.run(count_sessions(url)) - before - 1  # ours is one
    return Tail(
        server=SERVERS[name],
        pool=f"{fixed} + {overflow}",
        p50_ms=percentile(outcome.latencies, 50) * 1e3,
        p99_ms=percentile(outcome.latencies, 99) * 1e3,
        requests_per_second=size / outcome.seconds,
        opened=max(0, opened),
    )


def measure_all(url: str, me: Endpoint, share: float) -> list[Tail]:
    """Measure every server with every pool."""
    size = round(3000 * share)
    return [measure(url, name, pool, me, size) for name in SERVERS for pool in POOLS]
