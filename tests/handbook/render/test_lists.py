"""The list of all rules: its rows, and what the filters read of them."""

import re
from dataclasses import replace

import pytest

from handbook.book import book as books
from handbook.book.book import Book
from handbook.book.rules import Enforcement
from handbook.common.files import ROOT
from handbook.render.lists import catalogue, musts

REVIEW = Enforcement("review", "Look for `x`.")
RUFF = Enforcement("ruff", "B904")


def rendered(*enforce: Enforcement) -> str:
    """Return the catalogue of a book with one rule."""
    book = books.load(ROOT)
    chapter = next(page for page in book.pages if page.rules)
    alone = replace(chapter, rules=[replace(chapter.rules[0], enforce=enforce)])
    index = next(page for page in book.pages if page.url == "rules/")
    return catalogue(Book(ROOT, [alone], 0.0), index)


def test_rule_with_a_tool_names_the_tool_and_its_code_alone() -> None:
    html = rendered(RUFF, REVIEW)

    assert "<td>ruff <code>B904</code></td>" in html
    assert 'data-found-by="tool"' in html
    assert "Look for" not in html


def test_rule_without_a_tool_says_what_to_look_for() -> None:
    html = rendered(REVIEW)

    assert "<td>Look for <code>x</code>.</td>" in html
    assert 'data-found-by="person"' in html


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("imports", "import-linter"),
        ("pytest", "pytest&#x27;s settings"),
        ("database", "the server&#x27;s settings"),
    ],
)
def test_kind_without_codes_is_named_in_words(kind: str, words: str) -> None:
    cell = rendered(Enforcement(kind, "name"))

    assert f"<td>{words}</td>" in cell.replace("'", "&#x27;")


def test_rule_with_a_test_names_it_and_says_what_to_look_for() -> None:
    html = rendered(Enforcement("test", "tests/test_a.py::test_one_way"), REVIEW)

    name = '<code class="test-name">test_one_way</code>'
    cell = f"a test to copy {name}. Look for <code>x</code>."
    assert f"<td>{cell}</td>" in html


def test_row_carries_level_and_last_change() -> None:
    book = books.load(ROOT)
    rule = next(page for page in book.pages if page.rules).rules[0]

    html = rendered(RUFF)

    assert f'data-level="{rule.level}"' in html
    assert f'data-changed="{max(rule.changes).isoformat()}"' in html


def test_chapters_of_an_area_are_listed_under_its_name() -> None:
    book = books.load(ROOT)
    index = next(page for page in book.pages if page.url == "rules/")

    html = catalogue(book, index)

    area = html.partition('<section data-area="database">')[2]
    assert area.startswith('<h2 id="rules-database">Database</h2><section><h3 id=')
    within = area.partition("<section data-area=")[0]
    assert {"DB-001", "DB-014"} < set(re.findall(r">(DB-\d{3})<", within))
    assert "ERR-001" not in within


def test_area_of_one_chapter_has_no_second_heading() -> None:
    book = books.load(ROOT)
    chapter = next(page for page in book.pages if page.title == "Performance")

    html = catalogue(replace(book, pages=[chapter]), chapter)

    assert html.count("<h2") == 1
    assert "<h3" not in html


def test_musts_are_listed_by_area_and_others_are_not() -> None:
    book = books.load(ROOT)
    index = next(page for page in book.pages if page.url == "rules/")

    html = musts(book, index)

    listed = set(re.findall(r">([A-Z]+-\d+)</a>", html))
    assert listed == {rule.id for rule in book.rules if rule.level == "must"}
    assert '<h2 id="musts-database">Database</h2><ul><li><a href="../chapters/' in html
