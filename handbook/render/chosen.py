"""Chosen rules, each with one proof: what was measured where it is broken."""

from collections.abc import Iterator
from difflib import get_close_matches

from handbook.book.book import Book, relative
from handbook.book.page import Page
from handbook.book.rules import Rule
from handbook.common.errors import HandbookError
from handbook.common.markup import bullets, element, link, text
from handbook.common.settings import previewing
from handbook.proof.store import Proof
from handbook.render.panels import test_link
from handbook.render.render import proof_of


def chosen_rules(book: Book, page: Page, argument: str) -> str:
    """Return the rules with the ids of the argument, in their order, with their proof.

    Raises HandbookError for an unknown id and, except in a preview, for a rule whose
    wrong code no test has measured.
    """
    known = {rule.id: rule for rule in book.rules}
    chosen = [_known(name, known) for name in argument.split()]
    return element("ol", "".join(_row(rule, book, page) for rule in chosen))


def measured_harm(book: Book, page: Page, argument: str) -> str:
    """Return all that was measured of code that breaks the rules of the argument.

    Raises HandbookError as `chosen_rules` does.
    """
    known = {rule.id: rule for rule in book.rules}
    chosen = [_known(name, known) for name in argument.split()]
    return "".join(_measured(rule, book, page) for rule in chosen)


def _measured(rule: Rule, book: Book, page: Page) -> str:
    proof = proof_of(book)
    found = bullets(_harms(rule, book, proof), "measured") if proof else ""
    address = link(rule.id, relative(book.address_of(rule), page))
    return found + element("p", f"Instead, {address}: {text(rule.statement)}")


def _known(name: str, known: dict[str, Rule]) -> Rule:
    if name not in known:
        near = get_close_matches(name, known, n=3)
        fix = f"did you mean {' or '.join(near)}?" if near else "name a rule"
        raise HandbookError(f"there is no rule {name!r}", fix=fix)
    return known[name]


def _row(rule: Rule, book: Book, page: Page) -> str:
    address = link(rule.id, relative(book.address_of(rule), page))
    level = element("span", rule.level, class_="rule-level")
    statement = element("strong", text(rule.statement))
    proof = proof_of(book)
    harm = f"<br>Without it: {_harm(rule, book, proof)}" if proof else ""
    return element("li", f"{statement} {address} {level}{harm}")


def _harm(rule: Rule, book: Book, proof: Proof) -> str:
    """Return the first sentence that a harm test of the rule has measured."""
    return next(_harms(rule, book, proof))


def _harms(rule: Rule, book: Book, proof: Proof) -> Iterator[str]:
    """Yield each sentence that harm tests of the rule have measured, with its test.

    Raises HandbookError, except in a preview, where there is none.
    """
    measured = proof.harm_of(book.wrong_files(rule))
    if measured:
        yield from (f"{text(s)} {test_link(proof, t)}" for s, t in measured.items())
    elif previewing():
        yield "no test yet"
    else:
        what = f"no test measures the harm of breaking {rule.id}"
        fix = "write a harm test for its wrong code, or choose another rule"
        raise HandbookError(what, fix=fix)
