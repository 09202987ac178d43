"""What the card under a piece of code says of its tests and mutants."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.book.snippets import Span, read_span
from handbook.mutation.results import (
    Mutated,
    Mutation,
    fingerprint_of_tests,
    functions_of,
)
from handbook.proof.store import Proof, ProvenTest, load
from handbook.render.card import NAMED, card
from handbook.sources.lines import Range

ORDERS = "examples/patterns/structure/orders.py"
ROUTER = "examples/patterns/structure/prefix_on_router.py"
TESTS = "tests/patterns/test_orders.py"
NO_RUN = Mutation("mutmut", {})


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


def test_card_names_the_tests_that_run_little_else_first(
    proof: Proof, span: Span
) -> None:
    html = card(proof, NO_RUN, span, "../all.txt")

    assert names(html) == [f"test_{number}" for number in range(NAMED)]
    assert "Run by 30 tests" in html
    assert '<a href="../all.txt">All 30 tests</a>' in html


def test_card_with_few_tests_names_all(proof: Proof, span: Span) -> None:
    few = replace(proof, lines={ORDERS: ran_by(span, (3, 4))})

    html = card(few, NO_RUN, span, "../all.txt")

    assert names(html) == ["test_3", "test_4"]
    assert "all.txt" not in html


def test_cases_of_one_test_are_one_entry(proof: Proof, span: Span) -> None:
    cases = {f"{TESTS}::test_a[{n}]": passed(n) for n in range(30)}

    html = card(replace(proof, tests=cases), NO_RUN, span, "../all.txt")

    assert names(html) == ["test_a"]
    assert "Run by 1 test (30 cases)" in html
    assert "all.txt" not in html


@pytest.fixture
def method() -> Span:
    """Return a method of three lines."""
    return read_span(f"{ORDERS}::Order.pay")


def measured(proof: Proof, **changes: str) -> Mutation:
    """Return that one of two mutants of a method was killed."""
    found = functions_of(ORDERS)["Order.pay"]
    tests = fingerprint_of_tests(proof, ORDERS, (found.first, found.last))
    fields = {"source": found.source, "tests": tests} | changes
    result = Mutated(**fields, mutants=((0, True), (1, False)))
    return Mutation("mutmut", {ORDERS: {found.name: result}})


def test_card_counts_killed_mutants(proof: Proof, method: Span) -> None:
    html = card(proof, measured(proof), method)

    assert "1 of 2 mutants killed" in html
    assert "Fails when broken: 1 of 2 <a" in html
    assert "edited since" not in html


def test_card_leaves_out_mutants_of_lines_that_are_not_shown(
    proof: Proof, method: Span
) -> None:
    first = method.ranges[0].first
    shown = replace(method, ranges=(Range(first, first),))

    assert "1 of 1 mutant killed" in card(proof, measured(proof), shown)


def test_result_for_another_text_is_stale(proof: Proof, method: Span) -> None:
    html = card(proof, measured(proof, source="old"), method)

    assert "Fails when broken: not measured." in html
    assert "Edited since the last run: 1 function." in html


def test_result_of_other_tests_is_marked(proof: Proof, method: Span) -> None:
    html = card(proof, measured(proof, tests="old"), method)

    assert "1 of 2 mutants killed" in html
    assert "A test of these lines has changed since the run." in html


def test_function_that_was_not_mutated_is_named(proof: Proof, method: Span) -> None:
    assert "Not part of the run: 1 function." in card(proof, NO_RUN, method)


def test_decorated_function_is_named(proof: Proof) -> None:
    span = read_span(f"{ROUTER}::list_articles")
    lines = {ROUTER: ran_by(span, [1])}
    ran = replace(proof, lines=lines, entered=lines)

    html = card(ran, NO_RUN, span)

    assert "mutmut skipped 1 decorated function." in html


def test_code_without_a_function_says_nothing_of_mutants(proof: Proof) -> None:
    router = read_span(f"{ROUTER}::router")
    imported = replace(proof, imported={ROUTER: tuple(range(1, 9))})

    assert "Fails when broken" not in card(imported, NO_RUN, router)


def test_shown_test_says_nothing_of_mutants(proof: Proof) -> None:
    path = "examples/shop/tests/users/test_user_service.py"
    name = "test_job_registers_in_its_own_unit_of_work"
    span = read_span(f"{path}::{name}")
    lines = {path: ran_by(span, [1])}

    html = card(replace(proof, lines=lines, entered=lines), NO_RUN, span)

    assert "Fails when broken" not in html
