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
    """The measurements of all rounds of one server at one endpoint."""

    cpu_ms: list[float] = field(default_factory=list[float])
    per_second: list[float] = field(default_factory=list[float])
    latencies: list[float] = field(default_factory=list[float])

    @property
    def figures(self) -> Figures:
        """The medians of the rounds, and the tail latency of all their requests."""
        return Figures(
            cpu_ms=median(self.cpu_ms),
            requests_per_second=median(self.per_second),
            p99_ms=percentile(self.latencies, 99) * 1e3,
        )

    def add(self, client: Client, subject: Subject, plan: Plan) -> None:
        """Run one more round."""
        before = subject.cpu
        outcome = client.carry_out(plan)
        self.cpu_ms.append((subject.cpu - before) / plan.requests * 1e3)
        self.per_second.append(plan.requests / outcome.seconds)
        self.latencies += outcome.latencies


class Comparison:
    """One endpoint, measured on all servers in turns, over several sets of servers.

    Where a process happens to lie in memory makes it faster or slower for as long as it
    lives: each set gives only one of many possible answers.
    Source: https://doi.org/10.1145/1508244.1508275
    """

    def __init__(self, endpoint: Endpoint) -> None:
        self.endpoint = endpoint
        self.found = {name: Rounds() for name in endpoint.subjects}

    def measure(
        self, url: str, client: Client, subjects: Mapping[str, Subject], rounds: int
    ) -> None:
        """Measure these servers, after a warm-up round.

        What else the machine does hits all servers alike, as their turns are short. The
        rows that a round has made go away, so that the next ones find the same tables.
        """
        size = self.endpoint.size
        connections = min(CONNECTIONS, size)
        for number in range(rounds + 1):
            for name, found in self.found.items():
                subject = subjects[name]
                plan = self.endpoint.plan(
                    subject.port, connections, size, next(NUMBERS)
                )
                (found if number else Rounds()).add(client, subject, plan)
            asyncio.run(empty(url))

    @property
    def result(self) -> Compared:
        """The result of all rounds."""
        cpu = {name: found.cpu_ms for name, found in self.found.items()}
        return Compared(
            goal=self.endpoint.goal,
            ratio=Spread.of(ratios(cpu["lean"], cpu["shop"])),
            figures={name: found.figures for name, found in self.found.items()},
        )


async def empty(url: str) -> None:
    """Delete the items that were added to the catalogue."""
    async with connected(url) as connection:
        await connection.execute(delete(Item).where(Item.id > ITEMS))
