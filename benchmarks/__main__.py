"""Run the benchmark: ``python -m benchmarks``, with ``--quick`` while developing."""

import argparse
import asyncio
import sys
from collections.abc import Generator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime

from pydantic import ValidationError

from benchmarks import comparison, logins, machine, migrations, tails
from benchmarks.clients import Client, connecting
from benchmarks.comparison import Comparison
from benchmarks.database import fill, migrated_database
from benchmarks.results import FILE, SUBJECTS, Compared, Flood, Footprint, Results
from benchmarks.subjects import BenchmarkError, Subject, serving, settings
from benchmarks.variants import Bench
from benchmarks.workload import endpoints

SETS = 5  # sets of processes, one after another
ROUNDS = 13  # per set; short, so that other load on the machine affects all servers
LONG_ROUNDS = 7  # for measurements that take seconds
FLOODED = ("shop", "lean")
QUICK_SHARE = 0.25  # of the requests, where there are few rounds


def run(sets: int, share: float) -> Results:
    """Measure everything; the noisy measurements come last."""
    with migrated_database() as url, connecting() as client:
        asyncio.run(fill(url))
        compared, footprints = compare_all(url, client, sets)
        floods: dict[str, Flood] = {}
        for name in FLOODED:
            with serving(name, settings(url)) as subject:
                floods[name] = logins.flood(client, subject, share)
        with serving("shop", settings(url)) as shop:
            failed_logins = logins.failed(client, shop, LONG_ROUNDS)
        known = {endpoint.name: endpoint for endpoint in endpoints()}
        return Results(
            made=datetime.now(UTC).date(),
            machine=machine.describe(),
            sets=sets,
            rounds=ROUNDS,
            connections=comparison.CONNECTIONS,
            endpoints=compared,
            footprints=footprints,
            floods=floods,
            variants=Bench(url, client, sets, LONG_ROUNDS).measure_all(known),
            failed_logins=failed_logins,
            tails=tails.measure_all(url, client, known["me"], LONG_ROUNDS, share),
            rows=(rows := round(migrations.ROWS * share)),
            migrations=asyncio.run(migrations.measure(url, rows)),
        )


def compare_all(
    url: str, client: Client, sets: int
) -> tuple[dict[str, Compared], dict[str, Footprint]]:
    """Compare every endpoint on several sets of servers; print the progress."""
    comparisons = [Comparison(endpoint) for endpoint in endpoints()]
    footprints: dict[str, list[Footprint]] = {name: [] for name in SUBJECTS}
    for number in range(1, sets + 1):
        with serving_all(url) as subjects:
            idle = {name: subject.memory for name, subject in subjects.items()}
            for each in comparisons:
                each.measure(url, client, subjects, ROUNDS)
            for name, subject in subjects.items():
                footprints[name].append(measure_memory(subject, idle[name]))
        print(f"{number} of {sets} sets of servers, all so far:")
        print("\n".join(map(describe, comparisons)))
    return (
        {each.endpoint.name: each.result for each in comparisons},
        {name: Footprint.middle(found) for name, found in footprints.items()},
    )


@contextmanager
def serving_all(url: str) -> Generator[dict[str, Subject]]:
    """Run one server of each kind."""
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(serving(name, settings(url))) for name in SUBJECTS
        }


def measure_memory(subject: Subject, idle: float) -> Footprint:
    """Return the memory of a server after all requests, and the CPU of its start."""
    return Footprint(
        start_cpu_seconds=subject.start_cpu, idle_mb=idle, loaded_mb=subject.memory
    )


def describe(found: Comparison) -> str:
    """Return one line with the result of an endpoint."""
    compared = found.result
    ratio = compared.ratio
    figures = ", ".join(
        f"{name} {figures.cpu_ms:.3f} ms" for name, figures in compared.figures.items()
    )
    return (
        f"  {found.endpoint.name:8} {ratio.median:.3f} ({ratio.lowest:.2f} to"
        f" {ratio.highest:.2f}), goal {compared.goal}: {figures}"
    )


def main() -> int:
    """Run as the command line says; a complete run replaces the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument(
        "--quick", action="store_true", help="a part of it, and keep no results"
    )
    is_quick = parser.parse_args().quick
    try:
        results = run(*((1, QUICK_SHARE) if is_quick else (SETS, 1.0)))
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
