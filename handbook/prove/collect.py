"""Run the tests and say which of them ran which line."""

import sys
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from coverage import CoverageData
from pydantic import TypeAdapter

from handbook.common.errors import HandbookError
from handbook.common.process import environment, run, stream
from handbook.proof.scope import TEST_ROOTS, is_measured, tree
from handbook.proof.store import ProvenTest
from handbook.prove.groups import Groups
from handbook.prove.measure import FileCoverage, ran_files, read_report

_CONFIG = Path(__file__).parent / "coverage.toml"


@dataclass(frozen=True)
class _Outcomes:
    tests: dict[str, ProvenTest]
    shared: list[str]


_OUTCOMES = TypeAdapter(_Outcomes)


@dataclass(frozen=True)
class Measurement:
    """One run: every test's outcome, and every measured file.

    ``shared`` is what was read for several tests, as in a proof.
    """

    tests: dict[str, ProvenTest]
    files: dict[str, FileCoverage]
    shared: frozenset[str] = frozenset()


def measure(
    root: Path,
    groups: Groups,
    selection: Sequence[str] = TEST_ROOTS,
    *,
    changed: Collection[str] | None = None,
    workers: str = "auto",
) -> Measurement:
    """Run the selected folders, files or tests; their output goes to the terminal.

    The modules of one of the ``groups`` run in one process. Measured are all files, or
    the ``changed`` ones and those that the tests ran.

    Raises HandbookError where a test fails or none is found.
    """
    present = [s for s in selection if (root / s.partition("::")[0]).exists()]
    if not present:
        raise HandbookError(f"no tests in {', '.join(selection)}")
    with tempfile.TemporaryDirectory(prefix="handbook-proof-") as folder:
        write_json = TypeAdapter(Groups).dump_json
        (Path(folder) / _GROUPS).write_bytes(write_json(groups))
        seen = _run(root, present, Path(folder), workers)
        files = _report(root, Path(folder), changed)
        return Measurement(seen.tests, files, frozenset(seen.shared))


_GROUPS, _LINES, _DATA = "groups.json", "lines", "coverage"

LONG = "processes"
"""Marks the tests that take too long to be run at each proof; they prove no line."""


def _run(root: Path, selection: Sequence[str], folder: Path, workers: str) -> _Outcomes:
    arguments = folder / "selection"
    arguments.write_text("\n".join(selection), encoding="utf-8")
    outcomes = folder / "outcomes.json"
    code = stream(_pytest(root, arguments, outcomes, workers), root, environment())
    if code not in {0, pytest.ExitCode.NO_TESTS_COLLECTED}:
        raise HandbookError(
            f"pytest ended with exit code {code}, so no proof was written",
            fix="fix the tests above",
        )
    return _OUTCOMES.validate_json(outcomes.read_bytes())


def _pytest(root: Path, arguments: Path, outcomes: Path, workers: str) -> list[str]:
    return [
        *(sys.executable, "-m", "pytest", "-q", "-p", "handbook.prove.plugin"),
        # Else tests that all lie in a project of their own would be named from there.
        *(f"--rootdir={root}", "--config-file", str(root / "pyproject.toml")),
        f"--proof-outcomes={outcomes}",
        f"--proof-lines={arguments.parent / _LINES}",
        f"--proof-groups={arguments.parent / _GROUPS}",
        *("-n", workers, "--dist", _distribution(workers), "-p", "no:cacheprovider"),
        *("-m", f"not {LONG}"),
        f"@{arguments}",
    ]


def _distribution(workers: str) -> str:
    """Let the plugin distribute the tests; one process has no choice."""
    return "no" if workers == "0" else "loadscope"


def _report(
    root: Path, folder: Path, changed: Collection[str] | None
) -> dict[str, FileCoverage]:
    target, data = folder / "report.json", folder / _DATA
    _combine(data, sorted(folder.glob(f"{_LINES}.*")), root)
    env = environment() | {"COVERAGE_FILE": str(data)}
    command = [
        *(sys.executable, "-m", "coverage", "json", "-q", "-i"),
        *(f"--rcfile={_CONFIG}", "-o", str(target)),
    ]
    if changed is not None:  # to read all the others takes seconds
        command.append(f"--include={','.join(sorted({*changed, *ran_files(data)}))}")
    done = run(command, root, env=env)
    if done.exit:  # a file that was removed or broken meanwhile is left out
        raise HandbookError(f"coverage failed: {done.out}{done.err}")
    return read_report(target, data, root)


def _combine(target: Path, recorded: Sequence[Path], root: Path) -> None:
    """Bring together what the processes recorded, and name the files that never ran."""
    data = CoverageData(str(target))
    for file in recorded:
        of_process = CoverageData(str(file))
        of_process.read()
        data.update(of_process)
    if not data.measured_files():
        raise HandbookError("the tests ran no line", fix="select tests that exist")
    source = [p for p in tree(root) if p.endswith(".py") and is_measured(p)]
    data.touch_files(source)
    data.write()
