from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from handbook.common.errors import HandbookError
from handbook.proof.store import Diagnostic, ProvenTest
from handbook.prove.header import Header, read_header
from handbook.prove.linters import Findings
from handbook.prove.measure import FileCoverage
from handbook.prove.witness import (
    Observed,
    diagnose,
    differences,
    headers,
    judge_harm,
)

type Edit = Callable[[str, str, str], None]

WRONG = "examples/antipatterns/prices.py"
RIGHT = "examples/patterns/prices.py"
MODULE = "tests/antipatterns/test_prices.py"
HARM = f"{MODULE}::test_cents_are_lost"
TWIN = f"{MODULE}::test_cents_are_kept"


def header(*, ruff: tuple[str, ...]) -> Header:
    return Header(WRONG, 4, RIGHT, ruff, (), ())


def said(path: str, *diagnostics: tuple[str, int]) -> dict[str, Findings]:
    found = [Diagnostic(code, line, "words", "text") for code, line in diagnostics]
    return {"ruff": {path: found}, "mypy": {}, "basedpyright": {}, "ast-grep": {}}


def faults(declared: tuple[str, ...], findings: dict[str, Findings]) -> list[str]:
    return [str(fault) for fault in differences(header(ruff=declared), findings)]


def test_declared_diagnostic_satisfies() -> None:
    assert not faults(("B904",), said(WRONG, ("B904", 6), ("B904", 9)))


def test_diagnostic_of_the_header_does_not_count() -> None:
    assert not faults((), said(WRONG, ("ERA001", 2)))


def test_diagnostic_that_stopped_firing_is_refused() -> None:
    assert "ruff does not report B904" in faults(("B904",), said(WRONG))[0]


def test_undeclared_diagnostic_is_refused_at_its_line() -> None:
    [fault] = faults(("B904",), said(WRONG, ("B904", 6), ("RET505", 7)))

    assert fault.startswith(f"{WRONG}:7: ruff reports RET505, which is not declared")


def test_diagnostic_on_the_right_code_is_refused() -> None:
    findings = said(WRONG, ("B904", 6))
    findings["ruff"][RIGHT] = [Diagnostic("B904", 3, "words", "text")]

    [fault] = faults(("B904",), findings)

    assert fault.startswith(f"{RIGHT}:3: ruff reports B904 on the right code")


def test_tools_are_asked_and_quoted(project: Path, edit: Edit) -> None:
    edit(
        WRONG,
        'harm = "tests/antipatterns/test_prices.py::test_cents_are_lost"',
        'ruff = ["B006"]\n# mypy = ["return-value"]\n'
        '# basedpyright = ["reportReturnType"]',
    )
    edit(WRONG, "price: int)", "price: int, seen: list[int] = [])")
    edit(WRONG, "return price // 2", "return str(price)")

    witness = diagnose(project, {WRONG: read_header(project, WRONG)})[WRONG]

    assert [d.line for d in witness.diagnostics] == [7, 8, 8]
    assert witness.ruff[0].text.startswith("B006 Do not use mutable data structures")
    assert f"--> {WRONG}:7:" in witness.ruff[0].text
    assert "Found" not in witness.ruff[0].text
    assert witness.mypy[0].text == (
        f"{WRONG}:8: error: Incompatible return value type "
        '(got "str", expected "float")  [return-value]'
    )
    assert witness.basedpyright[0].text.startswith(
        f'{WRONG}:8:12 - error: Type "str" is not assignable to return type "float"'
    )


LIMIT_RULE = """
    id: DB-009
    language: python
    severity: warning
    message: Order every `LIMIT` query by a unique key.
    note: |-
      Without it each execution may return other rows.

      https://example.org/#db-009
    rule:
      pattern: price // 2
"""


def test_ast_grep_is_asked_and_quoted(
    project: Path, edit: Edit, write_rule: Callable[[str, str], None]
) -> None:
    write_rule("DB-009", LIMIT_RULE)
    write_rule("DB-014", LIMIT_RULE.replace("DB-009", "DB-014"))
    edit(
        WRONG,
        "# right",
        '# ast-grep = ["DB-009"]\n# also = { DB-014 = "it is the same" }\n# right',
    )

    witness = diagnose(project, {WRONG: read_header(project, WRONG)})[WRONG]

    assert [(d.code, d.line) for d in witness.ast_grep] == [("DB-009", 8)]
    assert witness.said_by("ast-grep") == witness.diagnostics
    assert witness.ast_grep[0].text.split("\n") == [
        "warning[DB-009]: Order every `LIMIT` query by a unique key.",
        f"  \u250c\u2500 {WRONG}:8:12",
        "  \u2502",
        "8 \u2502     return price // 2",
        "  \u2502            ^^^^^^^^^^",
        "  \u2502",
        "  = Without it each execution may return other rows.",
        "",
        "    https://example.org/#db-009",
    ]


def test_ast_grep_that_reports_nothing_is_no_fault(
    project: Path, write_rule: Callable[[str, str], None]
) -> None:
    write_rule("DB-009", LIMIT_RULE.replace("price // 2", "price // 3"))

    witness = diagnose(project, {WRONG: read_header(project, WRONG)})[WRONG]

    assert witness.ast_grep == ()


@pytest.fixture
def write_rule(project: Path) -> Callable[[str, str], None]:
    """Return a function that writes an ast-grep rule."""

    def write_file(name: str, text: str) -> None:
        folder = project / "examples/checks"
        (folder / "rules").mkdir(parents=True, exist_ok=True)
        (folder / "sgconfig.yml").write_text("ruleDirs: [rules]\n")
        (folder / f"rules/{name}.yml").write_text(dedent(text))

    return write_file


def test_failing_tool_is_no_diagnostic(project: Path, edit: Edit) -> None:
    edit("pyproject.toml", 'select = ["B", "ERA", "RET"]', 'select = ["NOSUCH"]')

    with pytest.raises(HandbookError, match="ruff itself failed with exit code 2"):
        diagnose(project, {WRONG: read_header(project, WRONG)})


def ended(outcome: str = "passed", *measured: str) -> ProvenTest:
    return ProvenTest(outcome, MODULE, 1, 0.0, measured=measured)


def coverage(line: int, *tests: str) -> FileCoverage:
    statements = frozenset({5, 6})
    credit = {line: frozenset(tests)} if tests else {}
    return FileCoverage(statements, frozenset({5}), credit)


def judge(
    root: Path, test: ProvenTest, wrong: FileCoverage, right: FileCoverage
) -> str:
    seen = Observed({HARM: test, TWIN: ended()}, {WRONG: wrong, RIGHT: right})
    try:
        judge_harm(root, {WRONG: read_header(root, WRONG)}, seen)
    except ExceptionGroup as group:
        return " & ".join(str(fault) for fault in group.exceptions)
    return ""


def test_measured_harm_satisfies(proven: Path) -> None:
    test = ended("passed", "Half of 5 was 2.")

    assert not judge(proven, test, coverage(6, HARM), coverage(6, TWIN))


@pytest.mark.parametrize(
    ("test", "wrong", "right", "words"),
    [
        (ended("failed", "x"), (6, HARM), (6, TWIN), "not among the passed tests"),
        (ended("skipped", "x"), (6, HARM), (6, TWIN), "not among the passed tests"),
        (ended("passed"), (6, HARM), (6, TWIN), "records nothing"),
        (ended("passed", "x"), (6,), (6, TWIN), "runs no function"),
        (ended("passed", "x"), (5, HARM), (6, TWIN), "runs no function"),
        (ended("passed", "x"), (6, TWIN), (6, TWIN), "runs no function"),
        (ended("passed", "x"), (6, HARM), (6,), f"runs {RIGHT}"),
        (ended("passed", "x"), (6, HARM), (6, HARM), f"runs {RIGHT}"),
    ],
)
def test_harm_that_is_not_shown_is_refused(
    proven: Path,
    test: ProvenTest,
    wrong: tuple[int, *tuple[str, ...]],
    right: tuple[int, *tuple[str, ...]],
    words: str,
) -> None:
    assert words in judge(proven, test, coverage(*wrong), coverage(*right))


SETTINGS = "examples/antipatterns/server.conf"
GOOD_SETTINGS = "examples/patterns/server.conf"


@pytest.fixture
def settings(project: Path) -> Path:
    """Return a project with wrong and right settings of a server."""
    fields = f'# harm = "{HARM}"\n# right = "{GOOD_SETTINGS}"\n'
    text = f"# /// bad\n{fields}# ///\n\nevents {{\n}}\n"
    (project / SETTINGS).write_text(text, encoding="utf-8")
    (project / GOOD_SETTINGS).write_text("events {\n}\n", encoding="utf-8")
    return project


def judge_settings(root: Path, *, harm: str, twin: str) -> str:
    measured = ended("passed", "It let 3 of 2 in.")
    tests = {HARM: replace(measured, used=(harm,)), TWIN: ended()}
    seen = Observed({**tests, TWIN: replace(ended(), used=(twin,))}, {})
    try:
        judge_harm(root, headers(root, [SETTINGS]), seen)
    except ExceptionGroup as group:
        return " & ".join(str(fault) for fault in group.exceptions)
    return ""


def test_harm_of_settings_is_shown_where_the_tests_take_them(settings: Path) -> None:
    right = GOOD_SETTINGS

    assert not judge_settings(settings, harm=f"{SETTINGS}::events", twin=right)
    assert "takes no part" in judge_settings(settings, harm=right, twin=right)
    assert f"takes {right}" in judge_settings(settings, harm=SETTINGS, twin=SETTINGS)


def test_tools_for_python_read_no_settings(settings: Path) -> None:
    witness = diagnose(settings, headers(settings, [SETTINGS]))[SETTINGS]

    assert witness.diagnostics == ()
    assert witness.harm == HARM
