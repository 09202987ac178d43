"""The same requests to each server in turn, round after round."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from statistics import median

from sqlalchemy import delete

from app.items.models import Item
from benchmarks.clients import Client
from benchmarks.database import ITEMS, connected
from benchmarks.load import Plan
from benchmarks.results import Compared, Figures, Spread, percentile, ratios
from benchmarks.subjects import Subject
from benchmarks.workload import Endpoint

CONNECTIONS = 8
NUMBERS = count(step=1_000_000)  # no two rounds send the same Idempotency-Key


@dataclass
class Rounds:
    """What each round of one server showed at one endpoint."""

    cpu_ms: list[float] = field(default_factory=list[float])
    per_second: list[float] = field(default_factory=list[float])
    latencies: list[float] = field(default_factory=list[float])

    @property
    def figures(self) -> Figures:
        """The middle of the rounds, and the tail of all that was asked in them."""
        return Figures(
            cpu_ms=median(self.cpu_ms),
            requests_per_second=median(self.per_second),
            p99_ms=percentile(self.latencies, 99) * 1e3,
        )

    def add(self, client: Client, subject: Subject, plan: Plan) -> None:
        """Carry out one more."""
        before = subject.cpu
        outcome = client.carry_out(plan)
        self.cpu_ms.append((subject.cpu - before) / plan.requests * 1e3)
        self.per_second.append(plan.requests / outcome.seconds)
        self.latencies += outcome.latencies


def compare(
    url: str,
    client: Client,
    subjects: Mapping[str, Subject],
    endpoint: Endpoint,
    rounds: int,
) -> Compared:
    """Measure one endpoint, after a round that warms up and isn't counted.

    What else the machine does hits all servers alike, as their turns are short. The
    rows that a round has made go away, so that the next ones find the same tables.
    """
    connections = min(CONNECTIONS, endpoint.size)
    asked = {name: it for name, it in subjects.items() if name in endpoint.subjects}
    found = {name: Rounds() for name in asked}
    for number in range(rounds + 1):
        for name, subject in asked.items():
            taken = found[name] if number else Rounds()
            plan = endpoint.plan(
                subject.port, connections, endpoint.size, next(NUMBERS)
            )
            taken.add(client, subject, plan)
        asyncio.run(empty(url))
    return Compared(
        goal=endpoint.goal,
        ratio=Spread.of(ratios(found["lean"].cpu_ms, found["shop"].cpu_ms)),
        figures={name: each.figures for name, each in found.items()},
    )


async def empty(url: str) -> None:
    """Delete the items that were created on top of the catalogue."""
    async with connected(url) as connection:
        await connection.execute(delete(Item).where(Item.id > ITEMS))
