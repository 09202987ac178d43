"""Whether the tests run as much of a project as its own settings demand.

The proof has recorded every line and branch of every file, so no test runs again and
no comment hides a line. The demand is `fail_under` of the project, which its own test
command obeys too; here the lines have to meet it, and the branches by themselves.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.common.files import read_toml
from handbook.proof.store import Proof
from handbook.prove.measure import FileCoverage, from_proof


@dataclass(frozen=True)
class Share:
    """How many of the lines, or of the branches, of a folder have run."""

    folder: str
    what: str
    ran: int
    total: int
    least: float

    @property
    def suffices(self) -> bool:
        """Whether it is what the project demands."""
        return 100 * self.ran >= self.least * self.total

    def __str__(self) -> str:
        percent = 100 * self.ran / max(1, self.total)
        return f"{self.folder}: {percent:.2f} percent of {self.total} {self.what}"


def shares(root: Path, proof: Proof) -> list[Share]:
    """Return what has run of each folder for which a project demands something.

    Raises HandbookError for a folder without a measured file.
    """
    files = from_proof(proof)
    return [
        share
        for folder, least in demands(root)
        for share in _shares(folder, least, _below(folder, files.items()))
    ]


def demands(root: Path) -> Iterator[tuple[str, float]]:
    """Yield each folder that a project measures, and the percentage it demands."""
    for settings in sorted(root.glob("examples/*/pyproject.toml")):
        path = settings.relative_to(root).as_posix()
        tools = read_toml(root, path).get("tool", {})
        measured = tools.get("coverage", {})
        least = measured.get("report", {}).get("fail_under")
        for folder in measured.get("run", {}).get("source", ()) if least else ():
            yield (settings.parent / folder).relative_to(root).as_posix(), least


def gaps(root: Path, proof: Proof) -> list[HandbookError]:
    """Return each file of those folders that has not run wholly, with its lines."""
    files = from_proof(proof)
    return [
        HandbookError(_gap(file), path=path)
        for folder, _ in demands(root)
        for path, file in files.items()
        if path.startswith(f"{folder}/") and (_missing(file) or file.untaken)
    ]


def _below(
    folder: str, files: Iterable[tuple[str, FileCoverage]]
) -> list[FileCoverage]:
    return [file for path, file in files if path.startswith(f"{folder}/")]


def _shares(folder: str, least: float, files: list[FileCoverage]) -> list[Share]:
    if not files:
        raise HandbookError("nothing was measured here", path=folder)
    lines = sum(len(file.statements) for file in files)
    missing = sum(len(_missing(file)) for file in files)
    taken = sum(len(file.executed) for file in files)
    untaken = sum(len(file.untaken) for file in files)
    return [
        Share(folder, "lines", lines - missing, lines, least),
        Share(folder, "branches", taken, taken + untaken, least),
    ]


def _missing(file: FileCoverage) -> frozenset[int]:
    return file.statements - file.ran


def _gap(file: FileCoverage) -> str:
    lines = ", ".join(str(line) for line in sorted(_missing(file)))
    jumps = ", ".join(f"{start} to {end}" for start, end in sorted(file.untaken))
    parts = (f"lines {lines}" if lines else "", f"jumps {jumps}" if jumps else "")
    return f"never ran: {'; '.join(filter(None, parts))}"
