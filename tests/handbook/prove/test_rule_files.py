"""The files of ast-grep rules agree with the rules of the chapters."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.book.addresses import address_of
from handbook.book.blocks import Block
from handbook.book.fields import Level
from handbook.book.rules import Enforcement, Rule
from handbook.common.files import ROOT
from handbook.prove.rule_files import faults, rule_of

type Write = Callable[[str, str], Path]

STATEMENT = "Order every `LIMIT` query by a unique key."
ADDRESS = "https://example.org/book/chapters/database/#db-009"
FILE = "examples/checks/rules/DB-009.yml"
GOOD = f"""
    id: DB-009
    language: python
    severity: warning
    message: {STATEMENT}
    note: |-
      Without it each execution may return other rows.
      {ADDRESS}
    rule:
      pattern: $QUERY.limit($NUMBER)
"""


def rule(
    level: Level = "should", id_: str = "DB-009", names: tuple[str, ...] = ("DB-009",)
) -> Rule:
    return Rule(
        id=id_,
        level=level,
        statement=STATEMENT,
        slug="order-by-unique-key",
        terms=(),
        ledger=(),
        origin="A fault.",
        proof=(),
        enforce=tuple(Enforcement("ast-grep", name) for name in names),
        references=(),
        needs={},
        since={},
        changes={dt.date(2026, 1, 1): "Added."},
        path="docs/chapters/database.md",
        block=Block("rule", id_, 1, 4),
    )


@pytest.fixture
def book(write: Write, tmp_path: Path) -> Path:
    """Return a repository with the file of one rule."""
    write("mkdocs.yml", "site_url: !ENV [SITE, 'https://example.org/book/']\n")
    write(FILE, GOOD)
    return tmp_path


def said(root: Path, *rules: Rule) -> list[str]:
    return [str(fault) for fault in faults(root, rules or [rule()])]


def test_file_that_agrees_is_accepted(book: Path) -> None:
    assert said(book) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("id: DB-009", "id: DB-008", "1: the id DB-008 is not the name of the file"),
        ("unique key.", "key.", "4: the message is not the statement of DB-009"),
        ("warning", "error", "3: error does not fit the level of DB-009"),
        ("#db-009", "#db-008", "5: the note does not end with the address of DB-009"),
        (ADDRESS, f"{ADDRESS}\n      More.", "5: the note does not end with"),
        ("    severity: warning\n", "", "1: severity: Field required"),
        ("rule:", "--- # a second document", "1: is no single document of YAML"),
        (
            "language:",
            "id:",
            "1: is no single document of YAML: the key id is written twice",
        ),
    ],
)
def test_file_that_differs_is_refused(
    book: Path, write: Write, old: str, new: str, fault: str
) -> None:
    assert old in GOOD
    write(FILE, GOOD.replace(old, new))

    assert said(book)[0].startswith(f"{FILE}:{fault}")


@pytest.mark.parametrize(
    ("level", "severity", "accepted"),
    [
        ("must", "error", True),
        ("must", "warning", False),
        ("should", "warning", True),
        ("may", "hint", True),
        ("may", "info", True),
        ("may", "warning", False),
    ],
)
def test_severity_fits_the_level(
    book: Path, write: Write, level: Level, severity: str, *, accepted: bool
) -> None:
    write(FILE, GOOD.replace("severity: warning", f"severity: {severity}"))

    assert (said(book, rule(level)) == []) is accepted


def test_file_of_no_rule_is_refused(book: Path) -> None:
    fault, *_ = said(book, rule(id_="DB-010", names=()))

    assert fault.startswith(f"{FILE}:1: no chapter has the rule of DB-009")


def test_second_file_of_a_rule_carries_words(book: Path, write: Write) -> None:
    name = "DB-009-offset"
    text = GOOD.replace("id: DB-009", f"id: {name}")
    write(f"examples/checks/rules/{name}.yml", text)

    assert said(book, rule(names=("DB-009", name))) == []


def test_file_that_its_rule_does_not_name_is_refused(book: Path) -> None:
    [fault] = said(book, rule(names=()))

    assert fault.startswith(f"{FILE}:1: DB-009 does not name DB-009")


@pytest.mark.parametrize("name", ["DB-009-gone", "DB-010"])
def test_name_without_file_of_the_rule_is_refused(
    book: Path, write: Write, name: str
) -> None:
    write("examples/checks/rules/DB-010.yml", GOOD.replace("DB-009", "DB-010"))

    refused = said(book, rule(names=("DB-009", name)), rule(id_="DB-010", names=()))

    where = "docs/chapters/database.md:1: "
    assert f"{where}DB-009: {name} is no ast-grep rule" in str(refused)


@pytest.mark.parametrize("name", ["db-009", "DB-009.yaml", "limits"])
def test_file_that_ast_grep_or_the_book_would_miss_is_refused(
    book: Path, write: Write, name: str
) -> None:
    file = name if name.endswith(".yaml") else f"{name}.yml"
    write(f"examples/checks/rules/{file}", GOOD)

    assert said(book) != []


@pytest.mark.parametrize("text", ["id: DB-008\n", "valid: []\n"])
def test_edge_cases_of_another_rule_are_refused(
    book: Path, write: Write, text: str
) -> None:
    write("examples/checks/tests/DB-009.yml", text)

    [fault] = said(book)

    assert "names no ast-grep rule as its file and its id" in fault


def test_edge_cases_without_rule_are_refused(book: Path, write: Write) -> None:
    write("examples/checks/tests/DB-010.yml", "id: DB-010\n")

    assert "names no ast-grep rule" in said(book)[0]


@pytest.mark.parametrize(
    ("name", "expected"),
    [("DB-009", "DB-009"), ("DB-009-more-words", "DB-009"), ("DB-9", ""), ("db", "")],
)
def test_name_of_a_file_begins_with_the_rule(name: str, expected: str) -> None:
    assert rule_of(name) == expected


def test_address_is_that_of_the_published_page() -> None:
    address = address_of(rule(), ROOT)

    assert address.endswith("fastapi-handbook/chapters/database/#db-009")
