"""Runs k6 against a server of this machine."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent
from typing import Any

K6 = str(Path(sys.executable).parent / "k6")
THRESHOLD_FAILED = 99
"""The exit status of k6 when a threshold is not met."""


@dataclass
class Run:
    """How k6 ended, and what it measured."""

    status: int
    output: str
    metrics: dict[str, Any]

    @property
    def thresholds(self) -> str:
        """The part of the summary that says which thresholds were met."""
        _, _, part = self.output.partition("█ THRESHOLDS")
        return text_of(part.partition("█ TOTAL RESULTS")[0])

    def totals(self, *names: str) -> str:
        """Return the lines of the summary that begin with these names."""
        _, _, part = self.output.partition("█ TOTAL RESULTS")
        return text_of(
            "\n".join(
                line for line in part.splitlines() if line.strip().startswith(names)
            )
        )


def text_of(part: str) -> str:
    """Return the lines without the blank ones and without their common indentation."""
    lines = [line.rstrip() for line in part.splitlines() if line.strip()]
    return dedent("\n".join(lines))


def run_k6(script: str, folder: Path, **variables: str) -> Run:
    """Run a script with variables, and read its summary."""
    (folder / "script.js").write_text(script, "utf-8")
    options = [word for pair in variables.items() for word in ("-e", "=".join(pair))]
    done = subprocess.run(
        [
            *[K6, "run", "--no-usage-report", "--quiet", "--no-color"],
            *["--summary-export", "summary.json", *options, "script.js"],
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    summary = folder / "summary.json"
    metrics = json.loads(summary.read_text("utf-8"))["metrics"]
    return Run(done.returncode, done.stdout + done.stderr, metrics)
