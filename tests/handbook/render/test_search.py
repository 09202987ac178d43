"""The index of the search: what it holds of each rule, and of what not."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.book import book as books
from handbook.book.book import Book
from handbook.common.files import ROOT
from handbook.proof.store import Diagnostic, Witness, load
from handbook.render import search
from handbook.render.search import Entry


@pytest.fixture(scope="module")
def book() -> Book:
    """Return the handbook itself."""
    return books.load(ROOT)


@pytest.fixture(scope="module")
def by_id(book: Book) -> Mapping[str, Entry]:
    """Return the entries of the rules, without a proof."""
    return {e["id"]: e for e in search.entries(book, None) if "id" in e}


def test_every_rule_is_an_entry_with_its_statement_terms_and_address(
    book: Book, by_id: Mapping[str, Entry]
) -> None:
    assert list(by_id) == [rule.id for rule in book.rules]
    found = by_id["REL-002"]
    assert found["title"] == "Require `If-Match` on updates to prevent lost updates."
    assert found["url"] == "chapters/reliability/#require-if-match"
    assert "optimistic locking" in found["terms"]


def test_identifiers_of_shown_code_are_whole_and_comments_are_left_out(
    by_id: Mapping[str, Entry],
) -> None:
    names = by_id["DB-014"]["names"].split()

    assert "create_all" in names
    assert {"the", "and", "self"}.isdisjoint(names)


def test_codes_of_enforcing_tools_and_references_are_names(
    by_id: Mapping[str, Entry],
) -> None:
    assert "B904" in by_id["ERR-005"]["names"].split()
    assert "CWE-1284" in by_id["SEC-009"]["names"]


def test_codes_that_tools_report_of_the_wrong_code_are_names(
    book: Book, proven: Path
) -> None:
    path, ids = next((p, i) for p, i in sorted(book.wrong_code.items()) if i)
    reported = (Diagnostic("XYZ999", 1, "message", "text"),)
    witnesses = {path: Witness("right.py", ruff=reported)}

    entries = search.entries(book, replace(load(proven), witnesses=witnesses))

    found = {e.get("id") for e in entries if "XYZ999" in e["names"].split()}
    assert found == ids


def test_words_hold_the_prose_once_and_no_code(by_id: Mapping[str, Entry]) -> None:
    words = by_id["REL-001"]["words"].split()

    assert len(words) == len(set(words))
    assert {"breaks", "connection"} <= set(words)
    assert not [word for word in words if "include" in word or "://" in word]


def test_other_pages_follow_the_rules_with_their_headings(book: Book) -> None:
    pages = [e for e in search.entries(book, None) if "id" not in e]

    found = next(e for e in pages if e["url"] == "benchmark/")
    assert "Memory and start" in found["terms"]
    assert not [e for e in pages if e["url"].startswith("code/")]


def test_index_is_written_as_json(book: Book, tmp_path: Path) -> None:
    search.write(book, None, tmp_path)

    text = (tmp_path / search.INDEX_FILE).read_text(encoding="utf-8")
    assert json.loads(text) == search.entries(book, None)
