"""The client processes that send the requests."""

import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from select import select
from typing import IO

from benchmarks.load import Outcome, Plan
from benchmarks.subjects import ROOT, BenchmarkError


class Client:
    """Executes one plan at a time, in a process that is reused for the next plan.

    A turn of a tenth of a second would be lost beside the start of a process.
    """

    def __init__(self, plans: IO[str], outcomes: IO[str]) -> None:
        self.plans = plans
        self.outcomes = outcomes

    @property
    def has_finished(self) -> bool:
        """Return whether an outcome is ready."""
        return bool(select([self.outcomes], [], [], 0)[0])

    def start(self, plan: Plan) -> None:
        """Start a plan."""
        self.plans.write(f"{plan.model_dump_json()}\n")
        self.plans.flush()

    def finish(self) -> Outcome:
        """Wait for the outcome; BenchmarkError if the process has ended instead."""
        line = self.outcomes.readline()
        if not line:
            raise BenchmarkError("the load failed; its traceback is above")
        return Outcome.model_validate_json(line)

    def carry_out(self, plan: Plan) -> Outcome:
        """Run a plan and wait for its outcome."""
        self.start(plan)
        return self.finish()


@contextmanager
def connecting() -> Generator[Client]:
    """Yield a client whose process ends with the block."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.load"],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    if not (process.stdin and process.stdout):
        raise BenchmarkError("the load has no pipes")
    try:
        yield Client(process.stdin, process.stdout)
    finally:
        process.kill()
        process.communicate()
