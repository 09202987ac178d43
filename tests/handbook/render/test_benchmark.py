import json
from pathlib import Path

import pytest

from benchmarks.results import FILE
from handbook.book.book import Book
from handbook.book.page import Page
from handbook.common.errors import HandbookError
from handbook.render.benchmark import PARTS, read
from handbook.render.charts import DRAWN


@pytest.fixture
def page() -> Page:
    return Page("docs/benchmark.md", "Benchmark", "", 0)


def book_with(folder: Path, text: str) -> Book:
    """Return a book whose benchmark found this."""
    (folder / "benchmarks").mkdir()
    (folder / "benchmarks/results.json").write_text(text, encoding="utf-8")
    return Book(folder, [], 0)


def test_results_that_are_missing_are_asked_for(tmp_path: Path) -> None:
    with pytest.raises(HandbookError, match=r"no results .* uvx nox -s bench"):
        read(Book(tmp_path, [], 0))


def test_results_of_another_form_are_refused(tmp_path: Path) -> None:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    found["endpoints"]["me"]["ratio"]["median"] = "fast"

    with pytest.raises(HandbookError, match=r"endpoints\.me\.ratio\.median"):
        read(book_with(tmp_path, json.dumps(found)))


def test_goal_is_met_or_missed(tmp_path: Path, page: Page) -> None:
    found = json.loads(FILE.read_text(encoding="utf-8"))
    ratio = {"lowest": 0.7, "median": 0.798, "highest": 0.9}
    for name, goal in (("me", 0.79), ("list", 0.8)):
        found["endpoints"][name] |= {"ratio": ratio, "goal": goal}

    html = PARTS["ratios"](book_with(tmp_path, json.dumps(found)), page)

    assert '<th scope="row">me</th><td>0.798</td><td>0.70 to 0.90</td>' in html
    assert "<td>0.79, met</td>" in html
    assert "<td>0.80, missed</td>" in html


@pytest.mark.parametrize("name", PARTS)
def test_each_part_is_a_table_with_a_name_in_each_row(
    name: str, page: Page, tmp_path: Path
) -> None:
    book = book_with(tmp_path, FILE.read_text(encoding="utf-8"))

    html = PARTS[name](book, page)

    figure, _, table = html.rpartition("</figure>")
    assert table.startswith("<table>")
    assert bool(figure) is (name in DRAWN)
    assert html.count('<th scope="row">') == html.count("<tr>") - 1 > 1
