"""Which tests a panel names under a piece of code."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.book.snippets import Span, read_span
from handbook.proof.store import Proof, ProvenTest, load
from handbook.render import panels

ORDERS = "examples/patterns/structure/orders.py"
TESTS = "tests/patterns/test_orders.py"


def passed(number: int) -> ProvenTest:
    return ProvenTest("passed", TESTS, number, 0.0)


def ran_by(span: Span, tests: Iterable[int]) -> Mapping[int, tuple[int, ...]]:
    """Return that these tests ran every line of a span."""
    first, last = span.ranges[0]
    return dict.fromkeys(range(first, last + 1), tuple(tests))


@pytest.fixture
def span() -> Span:
    return read_span(f"{ORDERS}::Order")


@pytest.fixture
def proof(proven: Path, span: Span) -> Proof:
    """Return a proof in which 30 tests ran a span; the later ones run more."""
    others = {line: tuple(n for n in range(30) if n >= line) for line in range(30)}
    return replace(
        load(proven),
        tests={f"{TESTS}::test_{n}": passed(n) for n in range(30)},
        lines={ORDERS: ran_by(span, range(30)), "examples/patterns/more.py": others},
        entered={ORDERS: ran_by(span, range(30))},
    )


def names(html: str) -> list[str]:
    return re.findall(r"<code>(test_\w+)</code>", html)


def test_panel_names_the_tests_that_run_little_else_first(
    proof: Proof, span: Span
) -> None:
    html = panels.proof(proof, span)

    assert names(html) == [f"test_{number}" for number in range(panels.LISTED)]
    assert "Proven by 30 tests" in html
    assert "and 18 tests that run more code beside it" in html


def test_panel_with_few_tests_names_all(proof: Proof, span: Span) -> None:
    few = replace(proof, lines={ORDERS: ran_by(span, (3, 4))})

    html = panels.proof(few, span)

    assert names(html) == ["test_3", "test_4"]
    assert "beside it" not in html


def test_cases_of_one_test_are_one_entry(proof: Proof, span: Span) -> None:
    cases = {f"{TESTS}::test_a[{n}]": passed(n) for n in range(30)}

    html = panels.proof(replace(proof, tests=cases), span)

    assert names(html) == ["test_a"]
    assert "(30 cases)" in html
    assert "beside it" not in html
