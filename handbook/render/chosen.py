"""Chosen rules, each with one proof: what was measured where it is broken."""

from difflib import get_close_matches

from handbook.book.book import Book, relative
from handbook.book.page import Page
from handbook.book.rules import Rule
from handbook.common.errors import HandbookError
from handbook.common.markup import bullets, element, link, text
from handbook.common.settings import previewing
from handbook.proof.store import Proof
from handbook.render.enforcement import wrong_files
from handbook.render.panels import passed, test_link
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
    """Return what was measured of code that breaks the rules of the argument.

    Raises HandbookError as `chosen_rules` does.
    """
    known = {rule.id: rule for rule in book.rules}
    return bullets(
        (_harm_of(_known(name, known), book, page) for name in argument.split()),
        "measured",
    )


def _harm_of(rule: Rule, book: Book, page: Page) -> str:
    address = link(rule.id, relative(book.address_of(rule), page))
    proof = proof_of(book)
    return f"{_harm(rule, book, proof)} {address}" if proof else address


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
    for path in sorted(wrong_files(rule, book) & proof.witnesses.keys()):
        if harm := proof.witnesses[path].harm:
            cases = passed(proof, harm)
            case, test = next(iter(cases.items()))
            if test.measured:
                return f"{text(test.measured[0])} {test_link(proof, case)}"
    if previewing():
        return "no test yet"
    what = f"no test measures the harm of breaking {rule.id}"
    raise HandbookError(
        what, fix="write a harm test for its wrong code, or choose another rule"
    )
