"""Claims of other guides that nothing answers: listed, or refused."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from handbook.book.rules import ledger_ids
from handbook.check import claims
from handbook.check.claims import CLAIMS, UNANSWERED
from tests.handbook.conftest import Write


@pytest.fixture(autouse=True)
def _claims(write: Write) -> None:
    write(CLAIMS, "entries: []")  # which claims there are is read from this handbook


def messages(root: Path, answered: Sequence[str]) -> list[str]:
    return [str(fault) for fault in claims.faults(root, answered)]


def all_but(*claim: str) -> list[str]:
    return sorted(ledger_ids() - set(claim))


def test_claim_that_is_neither_answered_nor_listed_is_refused(
    tmp_path: Path, write: Write
) -> None:
    write(UNANSWERED, '[claims]\ndatabase = ["echo"]\n')

    [fault] = messages(tmp_path, all_but("database.echo", "typing.type-statement"))

    assert "nothing answers the claim typing.type-statement" in fault


def test_listed_claims_are_accepted(tmp_path: Path, write: Write) -> None:
    write(UNANSWERED, '[claims]\ndatabase = ["echo"]\n')

    assert messages(tmp_path, all_but("database.echo")) == []


def test_book_without_claims_needs_no_list(tmp_path: Path) -> None:
    (tmp_path / CLAIMS).unlink()

    assert messages(tmp_path, []) == []


def test_missing_list_is_refused(tmp_path: Path) -> None:
    [fault] = messages(tmp_path, all_but())

    assert fault.startswith(f"{UNANSWERED}: ")


@pytest.mark.parametrize(
    ("listed", "words"),
    [
        pytest.param('database = ["eco"]', "did you mean database.echo", id="typo"),
        pytest.param('database = ["echo"]', "is answered, and listed", id="answered"),
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
