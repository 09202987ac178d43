"""The card under right code: the tests that ran it, and what breaks them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from handbook.book.snippets import Span
from handbook.common.errors import HandbookError
from handbook.common.markup import bullets, counted, element, link, listed, text
from handbook.mutation.results import MutantCount, Mutation, count_mutants
from handbook.proof.spans import Exercised, exercised
from handbook.proof.store import Proof
from handbook.render.panels import never_run, test_link

NAMED = 5
"""How many tests a card names; a list beside the page has them all."""

MUTANTS = "https://mutmut.readthedocs.io/"


def card(
    proof: Proof, mutation: Mutation, span: Span, all_tests: str | None = None
) -> str:
    """Return the card of right code; ``all_tests`` is the address of their list.

    Raises HandbookError where a statement of a function was never run, or where no
    test at all used the span.
    """
    found = exercised(proof, span.path, span.ranges, names=span.names)
    if found.never_run:
        raise never_run(span, found)
    if not found.tests and not found.import_only:
        raise HandbookError(
            f"no test uses {span.reference}",
            fix="take it in a test through the fixture `shown`, or run it",
        )
    mutants = _mutants(proof, mutation, span)
    parts = [
        _tests(proof, found, span, all_tests),
        element("p", mutants[1], class_="mutants") if mutants[1] else "",
        element("p", text(_figures(proof, span, found))),
    ]
    summary = element("summary", _summary(proof, span, found) + mutants[0])
    return element("details", summary + "".join(parts), class_="proof")


def _summary(proof: Proof, span: Span, found: Exercised) -> str:
    if found.import_only:
        return "Runs at import"
    verb = "Run" if span.language == "python" else "Checked"
    tests = len(by_test(proof, found.tests))
    cases = "" if tests == len(found.tests) else f" ({len(found.tests)} cases)"
    return f"{verb} by {counted(tests, 'test')}{cases}"


def _tests(proof: Proof, found: Exercised, span: Span, all_tests: str | None) -> str:
    """Name the tests that run the least code first: they are about these lines."""
    if found.import_only:
        return element("p", "A definition: it runs when its module is imported.")
    grouped = by_test(proof, found.tests)
    shown = list(grouped.values())[:NAMED]
    items = [
        test_link(proof, cases[0])
        + (f" ({counted(len(cases), 'case')})" if len(cases) > 1 else "")
        for cases in shown
    ]
    if len(grouped) > NAMED and all_tests:
        items.append(link(f"All {len(grouped)} tests", all_tests))
    words = (
        "Tests that run these lines, those that run the least code first:"
        if span.language == "python"
        else "The tests that read this part and pass it to its tool:"
    )
    return element("p", words) + bullets(items, "tests")


def by_test(proof: Proof, names: Iterable[str]) -> Mapping[str, Sequence[str]]:
    """Group cases by their test, in the order in which a card names the tests."""
    grouped: dict[str, list[str]] = defaultdict(list)
    for name in sorted(names, key=lambda name: (proof.reach[name], name)):
        grouped[name.partition("[")[0]].append(name)
    return grouped


def _mutants(proof: Proof, mutation: Mutation, span: Span) -> tuple[str, str]:
    """Return what the summary and what the card say of mutants of these lines."""
    if span.language != "python" or _is_test(span.path):
        return "", ""
    found = count_mutants(proof, mutation, span.path, span.ranges)
    if not found.functions:
        return "", ""
    if not found.total:
        return "", text(f"Fails when broken: not measured. {_left_out(found)}")
    short = f"{found.killed} of {counted(found.total, 'mutant')} killed"
    words = link("mutants", MUTANTS)
    whole = (
        f"Fails when broken: {found.killed} of {found.total} {words} of these lines "
        f"were killed: a test failed. {text(_left_out(found))}"
    )
    return f" \N{MIDDLE DOT} {short}", whole.strip()


def _is_test(path: str) -> bool:
    """Whether a file is a test itself, so that no other test fails when it breaks."""
    return "/tests/" in path or path.startswith("examples/patterns/testing/")


def _left_out(found: MutantCount) -> str:
    """Say which functions the result leaves out, and whether a test has changed."""
    sentences = [
        words.format(counted(number, noun))
        for number, noun, words in (
            (found.decorated, "decorated function", "mutmut skipped {}."),
            (found.changed, "function", "Edited since the last run: {}."),
            (found.unmeasured, "function", "Not part of the run: {}."),
        )
        if number
    ]
    if found.older:
        sentences.append("A test of these lines has changed since the run.")
    if not sentences and not found.total:
        sentences.append("mutmut finds nothing to change here.")
    return " ".join(sentences)


def _figures(proof: Proof, span: Span, found: Exercised) -> str:
    where = f"Python {proof.python}"
    if found.databases:
        where += f", {listed(found.databases)}"
    if span.language != "python":
        parts = counted(found.statements_run, "part")
        return f"{where} \N{MIDDLE DOT} {parts} of the file read by a test"
    lines = f"{found.statements_run} of {counted(found.statements, 'statement')} run"
    branches = f"{found.branches_run} of {found.branches} branches taken"
    figures = [where, lines] + ([branches] if found.branches else [])
    return " \N{MIDDLE DOT} ".join(figures)
