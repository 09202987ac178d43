"""Run the benchmark: ``python -m benchmarks``, with ``--quick`` while developing."""

import argparse
import asyncio
import sys
from collections.abc import Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from statistics import median

from pydantic import ValidationError

from benchmarks import comparison, logins, machine, migrations, tails
from benchmarks.clients import Client, connecting
from benchmarks.database import fill, migrated_database
from benchmarks.results import FILE, SUBJECTS, Compared, Footprint, Results
from benchmarks.subjects import (
    BenchmarkError,
    Subject,
    serving,
    settings,
    start_cpu,
)
from benchmarks.workload import endpoints

ROUNDS = 61  # many and short: what else a machine does then hits all servers
LONG_ROUNDS = 7  # of what takes seconds
QUICK_ROUNDS = 11
MORE_STARTS = 4  # of each server, after the one that is measured
QUICK_SHARE = 0.25  # of what is asked, where there are no rounds or few


def run(rounds: int, share: float) -> Results:
    """Measure everything; the order keeps what is loud away from what is fine."""
    with ExitStack() as stack:
        url = stack.enter_context(migrated_database())
        asyncio.run(fill(url))
        subjects = {
            name: stack.enter_context(serving(name, settings(url))) for name in SUBJECTS
        }
        idle = {name: subject.memory for name, subject in subjects.items()}
        client = stack.enter_context(connecting())
        compared = compare_all(url, client, subjects, rounds)
        footprints = weigh(url, subjects, idle)
        me = next(endpoint for endpoint in endpoints() if endpoint.name == "me")
        return Results(
            made=datetime.now(UTC).date(),
            machine=machine.describe(),
            rounds=rounds,
            connections=comparison.CONNECTIONS,
            endpoints=compared,
            footprints=footprints,
            flood=logins.flood(client, subjects["shop"], share),
            strangers=logins.strangers(client, subjects["shop"], LONG_ROUNDS),
            tails=tails.measure_all(url, client, me, LONG_ROUNDS, share),
            rows=(rows := round(migrations.ROWS * share)),
            migrations=asyncio.run(migrations.measure(url, rows)),
        )


def weigh(
    url: str, subjects: Mapping[str, Subject], idle: Mapping[str, float]
) -> dict[str, Footprint]:
    """Return what the servers that have served everything take, and their start.

    A start is short, and shows whatever else the machine does: so each starts again a
    few times, in turns, and the middle one counts.
    """
    starts = {name: [subject.start_cpu] for name, subject in subjects.items()}
    loaded = {name: subject.memory for name, subject in subjects.items()}
    for _ in range(MORE_STARTS):
        for name, taken in starts.items():
            taken.append(start_cpu(name, settings(url)))
    return {
        name: Footprint(
            start_cpu_seconds=median(starts[name]),
            idle_mb=idle[name],
            loaded_mb=loaded[name],
        )
        for name in subjects
    }


def compare_all(
    url: str, client: Client, subjects: Mapping[str, Subject], rounds: int
) -> dict[str, Compared]:
    """Compare every endpoint, and say how it goes."""
    compared: dict[str, Compared] = {}
    for endpoint in endpoints():
        found = comparison.compare(url, client, subjects, endpoint, rounds)
        compared[endpoint.name] = found
        ratio = found.ratio
        print(
            f"{endpoint.name:8} {ratio.median:.3f}"
            f" ({ratio.lowest:.2f} to {ratio.highest:.2f}), goal {endpoint.goal}: "
            + ", ".join(
                f"{name} {figures.cpu_ms:.3f} ms"
                for name, figures in found.figures.items()
            )
        )
    return compared


def main() -> int:
    """Run as the command line says; a whole run replaces the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument(
        "--quick", action="store_true", help="a part of it, and keep no results"
    )
    is_quick = parser.parse_args().quick
    try:
        results = run(*((QUICK_ROUNDS, QUICK_SHARE) if is_quick else (ROUNDS, 1.0)))
    except (BenchmarkError, ValidationError) as error:
        print(f"no results: {error}", file=sys.stderr)
        return 1
    text = results.model_dump_json(indent=1)
    if is_quick:
        print(text)
    else:
        FILE.write_text(f"{text}\n", encoding="utf-8")
        print(f"written: {FILE.name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
