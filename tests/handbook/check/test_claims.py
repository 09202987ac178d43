"""Claims of other guides that nothing answers are refused."""

from pathlib import Path

from handbook.book.rules import ledger_ids
from handbook.check import claims
from handbook.check.claims import CLAIMS
from tests.handbook.conftest import Write


def test_claim_that_nothing_answers_is_refused(write: Write, tmp_path: Path) -> None:
    write(CLAIMS, "entries: []")  # which claims there are is read from this handbook

    [fault] = claims.faults(tmp_path, ledger_ids() - {"typing.type-statement"})

    assert "nothing answers the claim typing.type-statement" in str(fault)
    assert claims.faults(tmp_path, ledger_ids()) == []


def test_book_without_claims_answers_none(tmp_path: Path) -> None:
    assert claims.faults(tmp_path, []) == []
