"""Right code breaks no ast-grep rule; wrong code breaks those that it declares."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.prove.cross_clean import ShownBy, faults
from handbook.prove.header import Header

type Write = Callable[[str, str], Path]

WRONG = "examples/antipatterns/pages.py"
RIGHT = "examples/patterns/pages.py"
HEADER = Header(WRONG, 1, RIGHT, (), (), (), ast_grep=("DB-009",))
SHOWN = {WRONG: {"DB-009"}}
RULE = """
    id: {id}
    language: python
    severity: error
    message: Words.
    rule:
      pattern: {pattern}
"""


@pytest.fixture
def examples(write: Write, tmp_path: Path) -> Path:
    """Return a repository with two rules, wrong code and its right twin."""
    write("examples/checks/sgconfig.yml", "ruleDirs: [rules]\n")
    for name, pattern in (("DB-009", "$QUERY.limit($N)"), ("DB-014", "create_all()")):
        path = f"examples/checks/rules/{name}.yml"
        write(path, RULE.format(id=name, pattern=pattern))
    write(RIGHT, "rows = query.order_by(key)\n")
    write(WRONG, "# the header\nrows = query.limit(5)\n")
    write("examples/antipatterns/tables.py", "# the header\ncreate_all()\n")
    return tmp_path


def said(root: Path, header: Header = HEADER, shown_by: ShownBy = SHOWN) -> list[str]:
    tables = "examples/antipatterns/tables.py"
    other = Header(tables, 1, RIGHT, (), (), (), ast_grep=("DB-014",))
    shown = {tables: {"DB-014"}, **shown_by}
    return [str(f) for f in faults(root, {WRONG: header, tables: other}, shown)]


def test_declared_rule_on_wrong_code_is_accepted(examples: Path) -> None:
    assert said(examples) == []


@pytest.mark.parametrize(
    "path", [RIGHT, "examples/shop/app/pages.py", "examples/shop/tests/test_pages.py"]
)
def test_rule_on_right_code_is_refused(examples: Path, write: Write, path: str) -> None:
    write(path, "first = 1\nrows = query.limit(5)\n")

    [fault] = said(examples)

    assert fault.startswith(f"{path}:2: ast-grep reports DB-009: Words.")


def test_undeclared_rule_on_wrong_code_is_refused(examples: Path, write: Write) -> None:
    write(WRONG, "# the header\nrows = query.limit(5)\ncreate_all()\n")

    [fault] = said(examples)

    assert fault.startswith(f"{WRONG}:3: ast-grep reports DB-014")


def test_other_rule_with_a_reason_is_accepted(examples: Path, write: Write) -> None:
    write(WRONG, "# the header\nrows = query.limit(5)\ncreate_all()\n")

    assert said(examples, replace(HEADER, also={"DB-014": "the tables need it"})) == []


def test_other_rule_that_does_not_fire_is_refused(examples: Path) -> None:
    [fault] = said(examples, replace(HEADER, also={"DB-014": "the tables need it"}))

    assert fault.startswith(f"{WRONG}:1: ast-grep does not report DB-014")


def test_declared_rule_that_stopped_firing_is_refused(
    examples: Path, write: Write
) -> None:
    write(WRONG, "# the header\nrows = query.order_by(key)\n")

    silent, unproven = sorted(said(examples), reverse=True)

    assert "examples/checks/rules/DB-009.yml:1: DB-009 reports nothing on" in silent
    assert f"{WRONG}:1: ast-grep does not report DB-009" in unproven


def test_rule_that_its_chapter_does_not_show_is_refused(examples: Path) -> None:
    refused = said(examples, shown_by={WRONG: {"DB-010"}})

    assert any("DB-009 reports nothing on the wrong code" in fault for fault in refused)
    assert any("DB-009 is declared as the fault" in fault for fault in refused)


def test_own_rule_under_also_is_refused(examples: Path) -> None:
    header = replace(HEADER, ast_grep=(), also={"DB-009": "it is the fault"})

    [fault] = said(examples, header)

    assert "DB-009 is declared as another fault" in fault


@pytest.mark.parametrize("path", [RIGHT, WRONG])
def test_suppression_is_refused(examples: Path, write: Write, path: str) -> None:
    write(path, "# the header\nrows = query.limit(5)  # ast-grep-ignore: DB-009\n")

    assert any(
        fault.startswith(f"{path}:2: a comment silences") for fault in said(examples)
    )


def test_rule_that_ast_grep_cannot_read_is_refused(
    examples: Path, write: Write
) -> None:
    write("examples/checks/rules/DB-014.yml", "id: DB-014\nrule: nonsense\n")

    with pytest.raises(Exception, match="ast-grep itself failed"):
        said(examples)
