"""The facts under a rule: what finds a violation, what proves it, what it rests on."""

from collections.abc import Iterator

from handbook.book.book import Book, relative
from handbook.book.page import Page
from handbook.book.rules import Evidence, Rule
from handbook.common.markup import bullets, element, link, listed, text
from handbook.proof.store import TOOLS, Proof
from handbook.render.enforcement import enforcement, evidence
from handbook.render.panels import passed, test_link
from handbook.render.render import proof_of

_SHOWN_VERSIONS = {"Python": "Python", "fastapi": "FastAPI", "SQLAlchemy": "SQLAlchemy"}
"""What a proof records of its tools, and how a reader knows it."""


def rule_facts(rule: Rule, book: Book) -> str:
    """Return what a reader can do with a rule, and what it rests on.

    Raises HandbookError where something does not enforce or prove it that it names.
    """
    proof = proof_of(book)
    facts = dict(_facts(rule, book, proof))
    rows = "".join(
        element("dt", name) + element("dd", value) for name, value in facts.items()
    )
    return element("dl", rows, class_="rule-facts", data_search_exclude="")


def _facts(rule: Rule, book: Book, proof: Proof | None) -> Iterator[tuple[str, str]]:
    found = (enforcement(one, rule, book, proof) for one in rule.enforce)
    yield "On your code", bullets(found)
    if rule.proof:
        yield "Proven here by", bullets(evidence(e, rule, proof) for e in rule.proof)
    if rule.needs:
        yield "Works only with", bullets(needed(rule, book, proof))
    if withdrawn := withdrawn_if(rule, book, proof):
        has_wrong_code = bool(book.wrong_files(rule))
        words = "Withdrawn if" if has_wrong_code else "Changed or withdrawn if"
        yield words, bullets(withdrawn)
    yield "Versions", _versions(rule, proof)
    if rule.references:
        yield "References", ", ".join(link(r.label, r.url) for r in rule.references)
    if rule.ledger:
        yield (
            "Source claims",
            ", ".join(element("code", entry) for entry in rule.ledger),
        )
    if rule.origin:
        yield "Origin", text(rule.origin)
    yield (
        "Changes",
        bullets(
            f"{element('time', day.isoformat())} {text(words)}"
            for day, words in sorted(rule.changes.items(), reverse=True)
        ),
    )


def needed(rule: Rule, book: Book, proof: Proof | None) -> Iterator[str]:
    """Name the rules that a rule needs, and the tests that leave one of them out.

    Raises HandbookError where such a test did not pass.
    """
    page = next(page for page in book.pages if page.path == rule.path)
    for other in (other for other in book.rules if other.id in rule.needs):
        address = relative(book.address_of(other), page)
        without = evidence(Evidence("test", rule.needs[other.id]), rule, proof)
        yield (
            f"{link(other.id, address)}: {text(other.statement)} "
            f"What happens without it: {without}"
        )


def withdrawn_if(rule: Rule, book: Book, proof: Proof | None) -> list[str]:
    """Name what would have to be silent about the wrong code to disprove the rule.

    A rule without wrong code is disproved where a test of the right code fails. Raises
    HandbookError where such a test did not pass.
    """
    if proof is None:
        return []
    wrong = sorted(book.wrong_files(rule))
    if not wrong:
        right = (one for one in rule.proof if one.kind == "test")
        return [f"{evidence(test, rule, proof)} fails" for test in right]
    witnesses = [proof.witnesses[path] for path in wrong]
    harm = {w.harm for w in witnesses if w.harm}
    tests = [test_link(proof, next(iter(passed(proof, name)))) for name in sorted(harm)]
    tools = {tool for w in witnesses if not w.harm for tool in TOOLS if w.said_by(tool)}
    return [f"{test} measures no harm" for test in tests] + [
        f"{tool} accepts the wrong code" for tool in sorted(tools)
    ]


def _versions(rule: Rule, proof: Proof | None) -> str:
    words: list[str] = []
    if rule.since:
        words.append(f"since {listed(f'{n} {v}' for n, v in rule.since.items())}")
    if proof:
        words.append(f"last {proven_on(proof)}")
    return text("; ".join(words) or "not proven yet")


def proven_on(proof: Proof) -> str:
    """Return the versions and the date of a proof."""
    last = [
        f"{word} {proof.tools[key]}"
        for key, word in _SHOWN_VERSIONS.items()
        if key in proof.tools
    ]
    return f"proven on {listed(last)}, on {proof.made[:10]}"


def versions(book: Book, _: Page) -> str:
    """Return on which versions everything on the page was measured."""
    proof = proof_of(book)
    words = proven_on(proof) if proof else "not proven yet"
    return element("p", text(f"Everything on this page was {words}."))
