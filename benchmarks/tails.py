"""Tail latency with more concurrent clients than the pool has connections."""

import asyncio
from collections.abc import Sequence
from contextlib import ExitStack
from statistics import median

from sqlalchemy import text

from benchmarks.clients import Client
from benchmarks.database import connected
from benchmarks.load import Outcome
from benchmarks.results import Tail, percentile
from benchmarks.subjects import Subject, serving, settings
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
    """Return how many connections the server has accepted so far."""
    async with connected(url) as connection:
        return int((await connection.scalars(SESSIONS)).one())


def measure(
    client: Client, subject: Subject, url: str, me: Endpoint, size: int
) -> tuple[Outcome, int]:
    """Request accounts; return the outcome and the number of new connections."""
    before = asyncio.run(count_sessions(url))
    outcome = client.carry_out(me.plan(subject.port, AT_ONCE, size))
    return outcome, asyncio.run(
        count_sessions(url)
    ) - before - 1  # without our own connection


def measure_all(
    url: str, client: Client, me: Endpoint, rounds: int, share: float
) -> list[Tail]:
    """Measure every server with every pool size, in turns, after a warm-up."""
    size = round(800 * share)
    with ExitStack() as stack:
        subjects = {
            (name, pool): stack.enter_context(
                serving(name, settings(url, **sizes(pool)))
            )
            for name in SERVERS
            for pool in POOLS
        }
        for subject in subjects.values():
            measure(client, subject, url, me, size)
        turns = [
            {
                key: measure(client, subject, url, me, size)
                for key, subject in subjects.items()
            }
            for _ in range(rounds)
        ]
    return [tail(key, [turn[key] for turn in turns]) for key in subjects]


def sizes(pool: tuple[int, int]) -> dict[str, str]:
    """Return the environment variables for a pool size."""
    fixed, overflow = pool
    return {
        "APP_DATABASE_POOL_SIZE": str(fixed),
        "APP_DATABASE_MAX_OVERFLOW": str(overflow),
    }


def tail(
    key: tuple[str, tuple[int, int]], turns: Sequence[tuple[Outcome, int]]
) -> Tail:
    """Combine the rounds of one server: medians, and the sum of new connections."""
    name, (fixed, overflow) = key
    outcomes = [outcome for outcome, _ in turns]
    p50, p99 = (
        median(percentile(one.latencies, percent) for one in outcomes)
        for percent in (50, 99)
    )
    return Tail(
        server=SERVERS[name],
        pool=f"{fixed} + {overflow}",
        p50_ms=p50 * 1e3,
        p99_ms=p99 * 1e3,
        requests_per_second=median(len(o.latencies) / o.seconds for o in outcomes),
        opened=sum(opened for _, opened in turns),
    )
