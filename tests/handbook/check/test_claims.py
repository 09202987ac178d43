"""Claims of other guides that no rule answers: listed, or refused."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from textwrap import dedent

import pytest

from handbook.book import blocks, rules
from handbook.book.rules import Rule, ledger_ids
from handbook.check import claims
from handbook.check.claims import UNANSWERED
from tests.handbook.conftest import Write

RULE = """\
    //// rule | DB-001
        level: must
        statement: Commit once.
        slug: commit-once
        terms: [commit, transaction, unit of work]
        ledger: [database.echo]
        enforce:
          - review: Look.
        changes:
          2026-11-21: First published.

    /// why
    Because.
    ///

    /// do
    This.
    ///
    ////
    """


def rule_that_answers(answered: Sequence[str]) -> Rule:
    [block] = blocks.scan(dedent(RULE), "docs/x.md")
    return replace(rules.read(block, "docs/x.md"), ledger=tuple(answered))


def messages(root: Path, answered: Sequence[str]) -> list[str]:
    return [str(fault) for fault in claims.faults(root, [rule_that_answers(answered)])]


def all_but(*claim: str) -> list[str]:
    return sorted(ledger_ids() - set(claim))


def test_claim_that_is_neither_answered_nor_listed_is_refused(
    tmp_path: Path, write: Write
) -> None:
    write(UNANSWERED, '[claims]\ndatabase = ["echo"]\n')

    [fault] = messages(tmp_path, all_but("database.echo", "typing.type-statement"))

    assert "no rule answers the claim typing.type-statement" in fault


def test_listed_claims_are_accepted(tmp_path: Path, write: Write) -> None:
    write(UNANSWERED, '[claims]\ndatabase = ["echo"]\n')

    assert messages(tmp_path, all_but("database.echo")) == []


def test_book_without_a_list_owes_no_answer(tmp_path: Path) -> None:
    assert messages(tmp_path, []) == []


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        pytest.param('database = ["eco"]', "did you mean database.echo", id="typo"),
        pytest.param('database = ["echo"]', "a rule answers", id="answered"),
        pytest.param('naming = ["echo", "echo"]', "no claim 'naming.echo'", id="area"),
        pytest.param("database = []", "write [claims]", id="empty"),
        pytest.param('database = "echo"', "write [claims]", id="no-list"),
    ],
)
def test_faulty_list_is_refused(
    tmp_path: Path, write: Write, listed: str, words: str
) -> None:
    write(UNANSWERED, f"[claims]\n{listed}\n")

    found = messages(tmp_path, all_but())

    assert words in found[0]


def test_claim_that_is_listed_twice_is_refused(tmp_path: Path, write: Write) -> None:
    write(UNANSWERED, '[claims]\ndatabase = ["echo", "echo"]\n')

    found = messages(tmp_path, all_but("database.echo"))

    assert len(found) == 2
    assert "database.echo is listed twice" in found[0]
