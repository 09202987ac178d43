"""What one feature costs, and what one tuning saves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from statistics import median

from benchmarks.clients import Client
from benchmarks.comparison import CONNECTIONS, NUMBERS, Rounds
from benchmarks.results import Spread, Variant, ratios
from benchmarks.subjects import Subject, serving, settings
from benchmarks.variant import CREATE, PROBE
from benchmarks.workload import Endpoint

SETS = 3  # sets of processes: the memory layout of a process changes its speed


@dataclass(frozen=True)
class Bench:
    """How each variant is measured."""

    url: str
    client: Client
    sets: int
    rounds: int

    def measure_all(self, known: Mapping[str, Endpoint]) -> list[Variant]:
        """Compare each variant with the unchanged shop."""
        return [self.measure(title, known[endpoint_of(title)]) for title in CREATE]

    def measure(self, title: str, endpoint: Endpoint) -> Variant:
        """Send the same requests to shop and variant, in new processes."""
        shop, variant = Side(), Side()
        for _ in range(min(self.sets, SETS)):
            changed = settings(self.url, BENCHMARK_VARIANT=title)
            with (
                serving("shop", settings(self.url)) as plain,
                serving("variant", changed) as other,
            ):
                self.take_turns(endpoint, [(plain, shop), (other, variant)])
        return Variant(
            title=title,
            endpoint=endpoint.name,
            cpu_ms=median(variant.rounds.cpu_ms),
            share=Spread.of(ratios(variant.rounds.cpu_ms, shop.rounds.cpu_ms)),
            idle_mb=median(variant.idle_mb),
            saved_mb=median(shop.idle_mb) - median(variant.idle_mb),
        )

    def take_turns(
        self, endpoint: Endpoint, sides: "Sequence[tuple[Subject, Side]]"
    ) -> None:
        """Measure in turns, after a warm-up round."""
        for subject, side in sides:
            side.idle_mb.append(subject.memory)
        for number in range(self.rounds + 1):
            for subject, side in sides:
                plan = endpoint.plan(
                    subject.port, CONNECTIONS, endpoint.size, next(NUMBERS)
                )
                (side.rounds if number else Rounds()).add(self.client, subject, plan)


@dataclass
class Side:
    """The measurements of all processes of one app."""

    rounds: Rounds = field(default_factory=Rounds)
    idle_mb: list[float] = field(default_factory=list[float])


def endpoint_of(title: str) -> str:
    """Return the endpoint that shows the change best."""
    return "health" if title == PROBE else "me"
