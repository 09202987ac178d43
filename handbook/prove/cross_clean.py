"""All ast-grep rules over all code that the handbook shows."""

import re
from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path, PurePosixPath

from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.proof.scope import CHECKS, scope
from handbook.proof.store import Diagnostic
from handbook.prove.header import Header
from handbook.prove.linters import Findings, ast_grep
from handbook.prove.rule_files import names, rule_of

_SUPPRESSION = re.compile(r"#\s*ast-grep-ignore")


type ShownBy = Mapping[str, AbstractSet[str]]
"""For each file of wrong code the ids of the rules that show it."""


def faults(
    root: Path, declared: Mapping[str, Header], shown_by: ShownBy
) -> list[HandbookError]:
    """Return where code breaks a rule that it does not declare, or the other way.

    Right code breaks none. Wrong code breaks those of its header: under `ast-grep`
    rules that show this code, under `also` others.
    """
    examples = [p for p in scope(root) if _is_shown(p)]
    findings = ast_grep(root, examples)
    found = [*_suppressions(root, examples), *_unproven(root, findings, shown_by)]
    for path in examples:
        header, said = declared.get(path), findings.get(path, [])
        found += _misplaced(header, shown_by.get(path, set())) if header else ()
        found += _surplus(path, header, said)
        found += _missing(header, said) if header else ()
    return found


def _is_shown(path: str) -> bool:
    name = PurePosixPath(path).name
    is_python = name.endswith(".py") and not name.startswith(".")
    return is_python and path.startswith("examples/")


def _suppressions(root: Path, paths: Iterable[str]) -> Iterator[HandbookError]:
    for path in paths:
        text = read_text(root, path)
        if match := _SUPPRESSION.search(text):
            yield HandbookError(
                "a comment silences an ast-grep rule",
                path=path,
                line=text.count("\n", 0, match.start()) + 1,
                fix="fix the code, or make the rule more precise",
            )


def _surplus(
    path: str, header: Header | None, said: Iterable[Diagnostic]
) -> Iterator[HandbookError]:
    expected = header.expected("ast-grep") if header else ()
    fix = "fix the line, or make the rule more precise"
    if header:
        fix += '; where it must stay, declare it: also = {"AREA-001" = "why"}'
    for diagnostic in said:
        if diagnostic.code not in expected:
            yield HandbookError(
                f"ast-grep reports {diagnostic.code}: {diagnostic.message}",
                path=path,
                line=diagnostic.line,
                fix=fix,
            )


def _missing(header: Header, said: Iterable[Diagnostic]) -> Iterator[HandbookError]:
    codes = {diagnostic.code for diagnostic in said}
    for code in header.expected("ast-grep"):
        if code not in codes:
            yield HandbookError(
                f"ast-grep does not report {code}",
                path=header.path,
                line=1,
                fix="correct the rule, or declare less",
            )


def _misplaced(header: Header, shown_by: AbstractSet[str]) -> Iterator[HandbookError]:
    """Yield codes under `ast-grep` whose rule shows other code, and the reverse."""
    for code in header.ast_grep:
        if rule_of(code) not in shown_by:
            yield HandbookError(
                f"{code} is declared as the fault, but its rule shows other code",
                path=header.path,
                line=1,
                fix="show the code in that rule, or move the code to `also`",
            )
    for code in header.also:
        if rule_of(code) in shown_by:
            yield HandbookError(
                f"{code} is declared as another fault, and its rule shows this code",
                path=header.path,
                line=1,
                fix="move the code from `also` to `ast-grep`",
            )


def _unproven(
    root: Path, findings: Findings, shown_by: ShownBy
) -> Iterator[HandbookError]:
    """Yield rules that report nothing on the wrong code that their chapter shows."""
    proven = {
        diagnostic.code
        for path, said in findings.items()
        for diagnostic in said
        if rule_of(diagnostic.code) in shown_by.get(path, ())
    }
    for name in names(root):
        if name not in proven:
            yield HandbookError(
                f"{name} reports nothing on the wrong code that its rule shows",
                path=f"{CHECKS}/rules/{name}.yml",
                line=1,
                fix="show wrong code that it reports, or delete it",
            )
