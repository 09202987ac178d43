"""Hold every antipattern to what its header declares."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from pathlib import Path

from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.common.process import at_once
from handbook.proof.functions import code_of, fails_to_import
from handbook.proof.scope import ANTIPATTERNS
from handbook.proof.store import TOOLS, Diagnostic, ProvenTest, Witness
from handbook.prove.header import Header, is_python, read_header
from handbook.prove.imports import graph
from handbook.prove.linters import Findings, ast_grep, basedpyright, mypy, ruff
from handbook.prove.measure import FileCoverage

_ASK: Mapping[str, Callable[[Path, Sequence[str]], Findings]] = {
    "ruff": ruff,
    "mypy": mypy,
    "basedpyright": basedpyright,
    "ast-grep": ast_grep,
}


@dataclass(frozen=True)
class Observed:
    """What the tests did: needed to judge a harm test."""

    tests: Mapping[str, ProvenTest]
    files: Mapping[str, FileCoverage]


def headers(root: Path, paths: Sequence[str]) -> dict[str, Header]:
    """Return the header of each antipattern among ``paths``.

    Raises ExceptionGroup of HandbookError, one for each header at fault.
    """
    found: dict[str, Header] = {}
    faults: list[HandbookError] = []
    for path in paths:
        if path.startswith(f"{ANTIPATTERNS}/"):
            try:
                found[path] = read_header(root, path)
            except HandbookError as fault:
                faults.append(fault)
    refuse(faults)
    return found


def refuse(faults: Sequence[HandbookError]) -> None:
    """Raise all faults at once, if there are any."""
    if faults:
        raise ExceptionGroup("the proof fails", list(faults))


def diagnose(root: Path, declared: Mapping[str, Header]) -> dict[str, Witness]:
    """Run the tools once each over antipatterns and right code, and compare.

    Raises ExceptionGroup of HandbookError where other diagnostics fire than declared.
    """
    if not declared:
        return {}
    files = {*declared, *(header.right for header in declared.values())}
    paths = sorted(filter(is_python, files))
    # Without a path a tool would read the whole folder.
    answers = at_once(lambda ask: ask(root, paths) if paths else {}, _ASK.values())
    said = dict(zip(_ASK, answers, strict=True))
    refuse([fault for h in declared.values() for fault in differences(h, said)])
    return {path: _witness(header, said) for path, header in declared.items()}


def _witness(header: Header, said: Mapping[str, Findings]) -> Witness:
    return Witness(
        right=header.right,
        ruff=tuple(_about(said["ruff"], header)),
        mypy=tuple(_about(said["mypy"], header)),
        basedpyright=tuple(_about(said["basedpyright"], header)),
        ast_grep=tuple(
            diagnostic
            for diagnostic in _about(said["ast-grep"], header)
            if diagnostic.code not in header.also
        ),
        harm=header.harm,
    )


def _about(findings: Findings, header: Header) -> Iterator[Diagnostic]:
    """Yield what is said of the code: the header is a comment that is not shown."""
    for diagnostic in findings.get(header.path, ()):
        if diagnostic.line > header.lines:
            yield diagnostic


def differences(
    header: Header, said: Mapping[str, Findings]
) -> Iterator[HandbookError]:
    """Yield where the tools say something else than the header declares."""
    for tool in TOOLS:
        yield from _unlike(header, tool, list(_about(said[tool], header)))
        yield from _on_right(header, tool, said[tool].get(header.right, ()))


def _unlike(
    header: Header, tool: str, fired: Sequence[Diagnostic]
) -> Iterator[HandbookError]:
    declared = Counter(header.expected(tool))
    for code in declared - Counter({d.code: declared[d.code] for d in fired}):
        yield HandbookError(
            f"{tool} does not report {code}",
            path=header.path,
            line=1,
            fix="the example no longer shows the fault: fix it, or declare less",
        )
    for diagnostic in fired:
        if diagnostic.code not in declared:
            yield HandbookError(
                f"{tool} reports {diagnostic.code}, which is not declared: "
                f"{diagnostic.message}",
                path=header.path,
                line=diagnostic.line,
                fix="fix the line, or declare the code in the header",
            )


def _on_right(
    header: Header, tool: str, fired: Sequence[Diagnostic]
) -> Iterator[HandbookError]:
    for diagnostic in fired:
        if diagnostic.code in header.codes(tool):
            yield HandbookError(
                f"{tool} reports {diagnostic.code} on the right code of {header.path}",
                path=header.right,
                line=diagnostic.line,
                fix="the right code has the fault too: fix it",
            )


def judge_harm(root: Path, declared: Mapping[str, Header], seen: Observed) -> None:
    """Check that every harm test ran its antipattern and measured something.

    Raises ExceptionGroup of HandbookError, one for each harm test at fault.
    """
    refuse(
        [
            HandbookError(what, path=header.path, line=1, fix=fix)
            for header in declared.values()
            if header.harm
            for what, fix in _harmless(root, header, header.harm, seen)
        ]
    )


def _harmless(
    root: Path, header: Header, harm: str, seen: Observed
) -> Iterator[tuple[str, str]]:
    cases = {n: t for n, t in seen.tests.items() if n.partition("[")[0] == harm}
    failed = [name for name, test in cases.items() if not test.passed]
    if not cases or failed:
        which = failed[0] if failed else harm
        yield f"the harm test {which} is not among the passed tests", "make it pass"
        return
    ran = _ran_faults(root, header.path, harm, seen)
    for name, test in cases.items():
        if name not in ran:
            yield (
                f"the harm test {name} {_misses(header.path)}",
                "use the code that the page shows",
            )
        if not test.measured:
            yield (
                f"the harm test {name} records nothing",
                'call record_property("measured", …) with the measured values',
            )
    module = harm.partition("::")[0]
    twins = {n for n, t in seen.tests.items() if t.passed and n not in cases}
    if not any(n.startswith(f"{module}::") for n in twins & _ran(header.right, seen)):
        yield (
            f"no other test of {module} {_uses(header.right)}",
            "show by the same procedure that the right code does no harm",
        )


def _misses(path: str) -> str:
    missing = "runs no function" if is_python(path) else "takes no part"
    return f"{missing} of the antipattern"


def _uses(path: str) -> str:
    return f"{'runs' if is_python(path) else 'takes'} {path}"


def _ran(path: str, seen: Observed) -> frozenset[str]:
    if not is_python(path):
        return frozenset(n for n, test in seen.tests.items() if test.takes(path))
    file = seen.files.get(path)
    return file.tests if file else frozenset()


def _ran_faults(root: Path, path: str, harm: str, seen: Observed) -> AbstractSet[str]:
    """Return the tests that ran what is wrong with a file.

    That is a function of it. Where it can't even be imported, it is the import; where
    it has no functions, the test's module has to import it. A file that is not Python
    is taken as text.
    """
    if not is_python(path):
        return _ran(path, seen)
    source = read_text(root, path)
    file = seen.files.get(path)
    inside = code_of(source).inside
    if file is None or fails_to_import(source, file.ran):
        return _ran(path, seen)
    if not inside:
        module = harm.partition("::")[0]
        imports_it = path in graph(root, [module, path])[module]
        return seen.tests.keys() if imports_it else set[str]()
    return {
        test for line, tests in file.by_test.items() if line in inside for test in tests
    }
