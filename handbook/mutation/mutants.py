"""Record what mutmut found in the shop and in the patterns; judge what survives."""

from importlib.metadata import version
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.mutation import patterns, survivors
from handbook.mutation.results import Mutation, save
from handbook.mutation.run import Project, record
from handbook.proof.store import Proof


def take(root: Path, proof: Proof) -> tuple[list[HandbookError], str]:
    """Write the results of the last runs; return what is wrong with them, and sums."""
    projects = (shop(root), patterns.project(root))
    files = {
        path: functions
        for project in projects
        for path, functions in record(
            project, survivors.read_statuses(project.folder), proof, root
        ).items()
    }
    save(Mutation(f"mutmut {version('mutmut')}", dict(sorted(files.items()))), root)
    judged = [survivors.check(p.folder, root / p.survivors) for p in projects]
    faults = [fault for found, _ in judged for fault in found]
    sums = (
        f"{p.shown}: {words}" for p, (_, words) in zip(projects, judged, strict=True)
    )
    return faults, "\n".join(sums)


def shop(root: Path) -> Project:
    """Return where the shop is mutated."""
    folder = "examples/shop"
    return Project(root / folder, "app", f"{folder}/app", f"{folder}/survivors.toml")
