"""Which tests an edit touches, and how their results join those of the others."""

from collections.abc import Callable, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from handbook.common.files import read_text
from handbook.proof.functions import shape
from handbook.proof.graph import Graph, imported, importers
from handbook.proof.scope import is_setting
from handbook.proof.store import Branch, Proof
from handbook.prove.audit import STARTS
from handbook.prove.collect import Measurement
from handbook.prove.groups import (
    groups_of,
    is_conftest,
    is_test_module,
    modules_with_tests,
)
from handbook.prove.measure import AT_IMPORT, FileCoverage, from_proof
from handbook.prove.shared import starts_workers

type Change = tuple[str, str]
"""A path, and how it differs from the proof."""


@dataclass
class Plan:
    """What to run; ``everything`` says why, if it is all.

    ``modules`` are whole test files, ``tests`` single tests of other files. What was
    run at import by anything of ``reimported`` has to be run again to count.
    """

    everything: str = ""
    modules: set[str] = field(default_factory=set[str])
    tests: set[str] = field(default_factory=set[str])
    reimported: set[str] = field(default_factory=set[str])

    def selection(self) -> list[str]:
        """Return what to hand to pytest."""
        single = {t for t in self.tests if _module(t) not in self.modules}
        return sorted(self.modules | single)

    def reruns(self, test: str) -> bool:
        """Whether the test's old result is void."""
        return test in self.tests or _module(test) in self.modules


def plan(proof: Proof, root: Path, changed: Mapping[str, str], edges: Graph) -> Plan:
    """Return which tests the changed files touch: more rather than fewer."""
    plan = Plan()
    known = _joined_graph(proof.needs, edges)
    for path, how in changed.items():
        if not plan.everything:
            _touch(plan, proof, root, (path, how), known)
    if plan.everything:
        return plan
    python = any(path.endswith(".py") for path in changed)
    if python:
        _add_starters_of_workers(plan, root, edges)
    _add_sharers_of_state(plan, root, edges)
    plan.reimported |= imported(known, plan.modules)
    if python and not plan.selection():
        _add_any(plan, proof)
    return plan


def _joined_graph(old: Mapping[str, Iterable[str]], new: Graph) -> Graph:
    paths = old.keys() | new.keys()
    return {p: {*old.get(p, ()), *new.get(p, ())} for p in paths}


def _module(test: str) -> str:
    return test.partition("::")[0]


def _touch(plan: Plan, proof: Proof, root: Path, change: Change, edges: Graph) -> None:
    path, how = change
    if is_setting(path):
        plan.everything = f"{path} decides how everything runs"
    elif how == "removed":
        plan.everything = f"{path} was removed"
    else:
        if is_test_module(path):
            plan.modules |= {path} | modules_with_tests(importers(edges, [path]))
        elif path.endswith(".py"):
            _touch_python(plan, proof, root, path, edges)
        _add_readers(plan, proof, change, edges)


def _add_readers(plan: Plan, proof: Proof, change: Change, edges: Graph) -> None:
    """Add the tests that opened the file, or listed a folder that has got it now."""
    reads = _readers_of(*change)
    plan.tests |= {n for n, t in proof.tests.items() if any(map(reads, t.reads))}
    for entry in proof.shared:
        reader, _, read = entry.partition("<")
        if reads(read):
            users = modules_with_tests(importers(edges, [reader]))
            plan.modules |= users
            if not users:
                plan.everything = f"nothing tells which tests use what read {change[0]}"


def _readers_of(path: str, how: str) -> Callable[[str], bool]:
    """Return whether what was read, as a proof notes it, is the file or may hold it."""
    above = [folder.as_posix() for folder in PurePosixPath(path).parents]
    readable = {f"{STARTS}{place}" for place in (path, *above)}
    listed = {f"{folder}/" for folder in above} if how == "added" else set[str]()
    return {path, *readable, *listed}.__contains__


def _add_starters_of_workers(plan: Plan, root: Path, edges: Graph) -> None:
    """Add the tests whose workers no audit hears: any edit may touch them."""
    direct = {p: _without_conftest(needed) for p, needed in edges.items()}
    starters = [p for p in edges if starts_workers(read_text(root, p))]
    plan.modules |= modules_with_tests(importers(direct, _without_conftest(starters)))


def _without_conftest(paths: Iterable[str]) -> frozenset[str]:
    return frozenset(path for path in paths if not is_conftest(path))


def _add_sharers_of_state(plan: Plan, root: Path, edges: Graph) -> None:
    """Add all tests that share state with one that runs: it may fill or read it."""
    groups = groups_of(root, edges)
    running = plan.modules | {_module(test) for test in plan.tests}
    again = {groups[module] for module in running if module in groups}
    plan.modules |= {module for module, group in groups.items() if group in again}


def _touch_python(
    plan: Plan, proof: Proof, root: Path, path: str, edges: Graph
) -> None:
    ran = _ran(proof, path)
    plan.tests |= ran
    source = read_text(root, path)
    if ran and proof.shapes.get(path) == shape(source):
        return
    reached = importers(edges, [path])
    if any(PurePosixPath(user).name == "conftest.py" for user in reached):
        plan.everything = f"a conftest.py imports {path}"
    plan.reimported |= reached
    plan.modules |= modules_with_tests(reached) or _project(path, proof, edges)


def _ran(proof: Proof, path: str) -> set[str]:
    names = list(proof.tests)
    ran = {names[n] for numbers in proof.lines.get(path, {}).values() for n in numbers}
    return ran | {
        name
        for name, test in proof.tests.items()
        if any(reference.partition("::")[0] == path for reference in test.used)
    }


def _project(path: str, proof: Proof, edges: Graph) -> set[str]:
    """Return the test modules that use anything of the project that holds ``path``."""
    folders = (str(folder) for folder in PurePosixPath(path).parents)
    inner = (f for f in folders if f != "." and f"{f}/pyproject.toml" in proof.files)
    project = next(inner, None)
    if not project:
        return set()
    inside = [file for file in edges if file.startswith(f"{project}/")]
    return modules_with_tests(importers(edges, inside))


def _add_any(plan: Plan, proof: Proof) -> None:
    """Add the fastest test that is left: its run lists the new file's statements."""
    seconds = {n: t.seconds for n, t in proof.tests.items() if not plan.reruns(n)}
    plan.tests |= {min(seconds, key=seconds.__getitem__)} if seconds else set()


def merge(
    proof: Proof, plan: Plan, new: Measurement, changed: Iterable[str]
) -> Measurement | None:
    """Return what a run of everything would have measured.

    Lines of an edited file are known from the new run alone; elsewhere the tests
    that ran again lose their old credit. Returns None where only a run of everything
    can tell, because something that ran before has lost its last witness.
    """
    edited = set(changed)
    kept = {n: t for n, t in proof.tests.items() if not plan.reruns(n)}
    old = {p: f for p, f in from_proof(proof).items() if p not in edited}
    files: dict[str, FileCoverage] = {}
    for path, file in old.items():
        names = kept.keys() | (set() if path in plan.reimported else {AT_IMPORT})
        joined = _joined(file, new.files.get(path), names)
        if not (file.ran <= joined.ran and file.executed <= joined.executed):
            return None
        if not file.entered.keys() <= joined.entered.keys():
            return None
        files[path] = joined
    fresh = {p: f for p, f in new.files.items() if p not in old}
    shared = new.shared.union(proof.shared)
    return Measurement(kept | new.tests, dict(sorted((files | fresh).items())), shared)


def _joined(
    old: FileCoverage, new: FileCoverage | None, kept: AbstractSet[str]
) -> FileCoverage:
    new = new or FileCoverage(frozenset(), frozenset(), {})
    branches = _credit(old.branches, new.branches, kept)
    return FileCoverage(
        statements=old.statements,
        at_import=new.at_import | (old.at_import if AT_IMPORT in kept else set()),
        by_test=_credit(old.by_test, new.by_test, kept),
        branches=branches,
        untaken=(old.executed | old.untaken) - branches.keys(),
        entered=_credit(old.entered, new.entered, kept),
    )


def _credit[Place: (int, Branch)](
    old: Mapping[Place, frozenset[str]],
    new: Mapping[Place, frozenset[str]],
    kept: AbstractSet[str],
) -> dict[Place, frozenset[str]]:
    """Return the credit of the tests that were kept, and of those that ran again."""
    nobody = frozenset[str]()
    joined = {
        place: (old.get(place, nobody) & kept) | new.get(place, nobody)
        for place in sorted(old.keys() | new.keys())
    }
    return {place: tests for place, tests in joined.items() if tests}
