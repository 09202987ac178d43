"""Which tests an edit touches, and how their results join those of the others."""

from collections.abc import Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from handbook.common.files import read_text
from handbook.proof.functions import shape
from handbook.proof.scope import SETTINGS, TEST_ROOTS
from handbook.proof.store import Branch, Proof
from handbook.prove.collect import Measurement
from handbook.prove.imports import Graph, importers
from handbook.prove.measure import AT_IMPORT, FileCoverage, from_proof

type Change = tuple[str, str]
"""A path, and how it differs from the proof."""

_WORDS = {".md", ".txt", ".rst"}


@dataclass
class Plan:
    """What to run; ``everything`` says why, if it is all.

    ``modules`` are whole test files, ``tests`` single tests of other files, ``gone``
    the test files that were removed.
    """

    everything: str = ""
    modules: set[str] = field(default_factory=set[str])
    tests: set[str] = field(default_factory=set[str])
    gone: set[str] = field(default_factory=set[str])

    def selection(self) -> list[str]:
        """Return what to hand to pytest."""
        single = {t for t in self.tests if _module(t) not in self.modules}
        return sorted(self.modules | single)

    def reruns(self, test: str) -> bool:
        """Whether the test's old result is void."""
        return test in self.tests or _module(test) in self.modules | self.gone


def plan(proof: Proof, root: Path, changed: Mapping[str, str], edges: Graph) -> Plan:
    """Return which tests the changed files touch: more rather than fewer."""
    plan = Plan()
    for path, how in changed.items():
        if not plan.everything:
            _touch(plan, proof, root, (path, how), edges)
    plan.tests = {test for test in plan.tests if (root / _module(test)).is_file()}
    python = any(path.endswith(".py") for path in changed)
    if python and not plan.selection() and not plan.everything:
        _add_any(plan, proof)
    return plan


def _module(test: str) -> str:
    return test.partition("::")[0]


def _touch(plan: Plan, proof: Proof, root: Path, change: Change, edges: Graph) -> None:
    path, how = change
    if path in SETTINGS:
        plan.everything = f"{path} decides how everything runs"
    elif is_test_module(path):
        (plan.gone if how == "removed" else plan.modules).add(path)
        plan.modules |= _test_modules(importers(edges, [path])) - {path}
    elif how == "removed":
        plan.everything = f"{path} was removed"
    elif path.endswith(".py"):
        _touch_python(plan, proof, root, path, edges)
    else:
        _touch_other(plan, proof, path, edges)


def is_test_module(path: str) -> bool:
    """Whether pytest collects tests from the file."""
    inside = path.startswith(tuple(f"{folder}/" for folder in TEST_ROOTS))
    return inside and PurePosixPath(path).match("test_*.py")


def _test_modules(paths: Iterable[str]) -> set[str]:
    return {path for path in paths if is_test_module(path)}


def _touch_python(
    plan: Plan, proof: Proof, root: Path, path: str, edges: Graph
) -> None:
    ran = _ran(proof, path)
    plan.tests |= ran
    source = read_text(root, path)
    if ran and proof.shapes.get(path) == shape(source):
        return
    reached = _test_modules(importers(edges, [path]))
    plan.modules |= reached or _project(path, proof, edges)


def _ran(proof: Proof, path: str) -> set[str]:
    names = list(proof.tests)
    ran = {names[n] for numbers in proof.lines.get(path, {}).values() for n in numbers}
    return ran | {
        name
        for name, test in proof.tests.items()
        if any(reference.partition("::")[0] == path for reference in test.used)
    }


def _touch_other(plan: Plan, proof: Proof, path: str, edges: Graph) -> None:
    plan.tests |= _ran(proof, path)
    if PurePosixPath(path).suffix in _WORDS:
        return
    touched = _project(path, proof, edges)
    plan.modules |= touched
    if not touched:
        plan.everything = f"nothing tells which tests read {path}"


def _project(path: str, proof: Proof, edges: Graph) -> set[str]:
    """Return the test modules that use anything of the project that holds ``path``."""
    folders = (str(folder) for folder in PurePosixPath(path).parents)
    inner = (f for f in folders if f != "." and f"{f}/pyproject.toml" in proof.files)
    project = next(inner, None)
    if not project:
        return set()
    inside = [file for file in edges if file.startswith(f"{project}/")]
    return _test_modules(importers(edges, inside))


def _add_any(plan: Plan, proof: Proof) -> None:
    """Add the fastest test that is left: its run lists the new file's statements."""
    seconds = {n: t.seconds for n, t in proof.tests.items() if not plan.reruns(n)}
    plan.tests |= {min(seconds, key=seconds.__getitem__)} if seconds else set()


def merge(
    proof: Proof, plan: Plan, new: Measurement, changed: Iterable[str]
) -> Measurement:
    """Return what a run of everything would have measured.

    Lines of an edited file are known from the new run alone; elsewhere the tests
    that ran again lose their old credit.
    """
    edited = set(changed)
    kept = {n: t for n, t in proof.tests.items() if not plan.reruns(n)}
    old = {p: f for p, f in from_proof(proof).items() if p not in edited}
    files = {p: _joined(f, new.files.get(p), kept.keys()) for p, f in old.items()}
    fresh = {p: f for p, f in new.files.items() if p not in old}
    return Measurement(kept | new.tests, dict(sorted((files | fresh).items())))


def _joined(
    old: FileCoverage, new: FileCoverage | None, kept: AbstractSet[str]
) -> FileCoverage:
    new = new or FileCoverage(frozenset(), frozenset(), {})
    kept = kept | {AT_IMPORT}
    branches = _credit(old.branches, new.branches, kept)
    return FileCoverage(
        statements=old.statements,
        at_import=old.at_import | new.at_import,
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
