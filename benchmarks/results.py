"""The results of a run, as stored in results.json and shown by the handbook."""

from collections.abc import Sequence
from datetime import date
from math import ceil
from pathlib import Path
from statistics import median
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

FILE = Path(__file__).with_name("results.json")
ENDPOINTS = ("health", "me", "list", "create", "order", "login")
SUBJECTS = ("shop", "lean", "raw")

Positive = Annotated[float, Field(gt=0)]


class Record(BaseModel):
    """Refuses unknown fields, so that a page shows every result."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Spread(Record):
    """The median of several rounds, with the lowest and the highest."""

    lowest: Positive
    median: Positive
    highest: Positive

    @classmethod
    def of(cls, values: Sequence[float]) -> Self:
        """Return the spread of at least one value."""
        return cls(lowest=min(values), median=median(values), highest=max(values))


class Figures(Record):
    """One server at one endpoint; each figure is the median of the rounds."""

    cpu_ms: Positive
    requests_per_second: Positive
    p99_ms: Positive


class Compared(Record):
    """One endpoint: lean's CPU time divided by the shop's."""

    goal: Positive | None
    ratio: Spread
    figures: dict[str, Figures]

    @model_validator(mode="after")
    def require_both(self) -> Self:
        """Refuse a comparison without shop or lean."""
        if not {"shop", "lean"} <= self.figures.keys() <= set(SUBJECTS):
            raise ValueError(f"needs the figures of shop and lean, among {SUBJECTS}")
        return self


class Footprint(Record):
    """The memory of a server before and after it has served every endpoint."""

    start_cpu_seconds: Positive
    idle_mb: Positive
    loaded_mb: Positive

    @classmethod
    def middle(cls, found: Sequence[Self]) -> Self:
        """Return the median of each figure over several processes."""
        return cls(
            start_cpu_seconds=median(each.start_cpu_seconds for each in found),
            idle_mb=median(each.idle_mb for each in found),
            loaded_mb=median(each.loaded_mb for each in found),
        )


class Tail(Record):
    """Tail latency with more clients than the pool has connections."""

    server: str
    pool: str
    p50_ms: Positive
    p99_ms: Positive
    requests_per_second: Positive
    opened: int


class Flood(Record):
    """The p99 of `/health` alone, and while 32 clients log in.

    The longest is of the first moment, when all of them come at once. The memory is
    what the server holds after it.
    """

    quiet_p99_ms: Positive
    flooded_p99_ms: Positive
    flooded_longest_ms: Positive
    logins: int
    logins_per_second: Positive
    login_p99_ms: Positive
    memory_mb: Positive


class Variant(Record):
    """The shop with one change, compared with the unchanged shop.

    `share` is what the variant needs of the shop's CPU for the same requests.
    """

    title: str
    endpoint: str
    cpu_ms: Positive
    share: Spread
    idle_mb: Positive
    saved_mb: float


class FailedLogins(Record):
    """The CPU time of a failed login, with and without an account."""

    known_ms: Positive
    unknown_ms: Positive


class Migration(Record):
    """A migration of a large table, and the longest wait of a write."""

    title: str
    statements: list[str]
    seconds: Positive
    longest_wait_ms: Positive
    limit_ms: Positive | None

    @model_validator(mode="after")
    def keep_the_limit(self) -> Self:
        """Refuse a migration that blocked a write beyond the limit."""
        if self.limit_ms and self.longest_wait_ms > self.limit_ms:
            raise ValueError(
                f"{self.title}: a write waited {self.longest_wait_ms:.0f} ms,"
                f" {self.limit_ms:.0f} ms is the limit"
            )
        return self


class Machine(Record):
    """The machine and the versions of the run."""

    cpu: str
    cores: int
    python: str
    postgresql: str
    packages: dict[str, str]


class Results(Record):
    """All results of one run."""

    made: date
    machine: Machine
    sets: int
    rounds: int
    connections: int
    endpoints: dict[str, Compared]
    footprints: dict[str, Footprint]
    tails: list[Tail]
    floods: dict[str, Flood]
    variants: list[Variant]
    failed_logins: FailedLogins
    rows: int
    migrations: list[Migration]

    @model_validator(mode="after")
    def require_all(self) -> Self:
        """Refuse results that lack an endpoint, or have one that is unknown."""
        if tuple(self.endpoints) != ENDPOINTS:
            raise ValueError(f"the endpoints are {', '.join(ENDPOINTS)}")
        return self


def read(file: Path = FILE) -> Results:
    """Return the results of the last complete run; ValidationError for invalid ones."""
    return Results.model_validate_json(file.read_text(encoding="utf-8"))


def percentile(values: Sequence[float], percent: float) -> float:
    """Return the percentile by the nearest-rank method."""
    if not values:
        raise ValueError("no values")
    return sorted(values)[ceil(len(values) * percent / 100) - 1]


def ratios(lean: Sequence[float], shop: Sequence[float]) -> list[float]:
    """Return lean's cost divided by the shop's for each round."""
    return [one / other for one, other in zip(lean, shop, strict=True)]
