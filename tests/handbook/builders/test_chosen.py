"""A list of chosen rules: each with a proof, or the build refuses it."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.book import book
from handbook.book.book import Book
from handbook.book.page import Page
from handbook.common.errors import HandbookError
from handbook.common.settings import PREVIEW
from handbook.proof import store
from handbook.render.chosen import chosen_rules, measured_harm
from handbook.render.facts import versions

type Change = Callable[[Path], None]


def read(root: Path) -> tuple[Book, Page]:
    handbook = book.load(root)
    page = handbook.page_at("docs/index.md")
    assert page
    return handbook, page


def measure_nothing(root: Path) -> None:
    proof = store.load(root)
    tests = {name: replace(test, measured=()) for name, test in proof.tests.items()}
    store.save(replace(proof, tests=tests), root)


def declare_no_harm(root: Path) -> None:
    proof = store.load(root)
    found = {path: replace(w, harm=None) for path, w in proof.witnesses.items()}
    store.save(replace(proof, witnesses=found), root)


def test_chosen_rule_has_its_statement_and_what_was_measured(repository: Path) -> None:
    html = chosen_rules(*read(repository), "SUM-001")

    assert "Bound every <code>radius</code>." in html
    assert '<a href="./#sum-001">SUM-001</a>' in html
    assert "Without it: 1 of 2 is wrong." in html
    assert ">test_harm<" in html.replace("<code>", "").replace("</code>", "")


def test_measured_harm_is_listed_before_the_rule(repository: Path) -> None:
    html = measured_harm(*read(repository), "SUM-001")

    assert html.startswith('<ul class="measured"><li>1 of 2 is wrong. <a href=')
    assert '<p>Instead, <a href="./#sum-001">SUM-001</a>: Bound every' in html


def test_versions_are_those_of_the_proof(repository: Path) -> None:
    html = versions(*read(repository))

    assert re.search(r"proven on Python 3[\d.]+, FastAPI [\d.]+ and SQLAlchemy", html)
    assert html.endswith(", on 2026-11-21.</p>")


def test_unknown_rule_is_refused_with_the_nearest(repository: Path) -> None:
    with pytest.raises(HandbookError, match="no rule 'SUM-002'") as refused:
        chosen_rules(*read(repository), "SUM-001 SUM-002")
    with pytest.raises(HandbookError, match="no rule 'SUM-002'"):
        measured_harm(*read(repository), "SUM-002")

    assert refused.value.fix == "did you mean SUM-001?"


@pytest.mark.parametrize("change", [measure_nothing, declare_no_harm])
def test_rule_without_measured_harm_is_refused(
    repository: Path, change: Change
) -> None:
    change(repository)

    with pytest.raises(HandbookError, match="no test measures the harm"):
        chosen_rules(*read(repository), "SUM-001")


def test_rule_without_measured_harm_is_marked_in_a_preview(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    measure_nothing(repository)
    monkeypatch.setenv(PREVIEW, "1")

    assert "no test yet" in chosen_rules(*read(repository), "SUM-001")
