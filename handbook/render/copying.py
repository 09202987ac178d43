"""What a reader needs to copy a set of files, and the test that copies it."""

from collections.abc import Iterable

from handbook.book import code_pages, sets
from handbook.book.book import Book, relative
from handbook.book.page import Page
from handbook.book.sets import CopySet
from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.common.markup import bullets, counted, element, link, listed, text
from handbook.common.settings import previewing
from handbook.proof.store import Proof
from handbook.render.panels import test_link
from handbook.render.render import proof_of

ALONE = "[alone"
"""How the cases begin that run a set from an empty folder."""


def copy_set(book: Book, page: Page, argument: str) -> str:
    """Return files, packages and settings of the named set, and the test that runs it.

    Raises HandbookError for an unknown set and, except in a preview, where no passed
    test runs it alone.
    """
    found = sets.read(argument, book.root)
    rows = {
        f"Copy `main.py` and {counted(len(found.files), 'file')}": bullets(
            _file(path, book, page) for path in found.files
        ),
        "Install": _codes(found.packages),
    }
    if found.settings:
        rows["Environment variables"] = _codes(found.settings)
    if proof := proof_of(book):
        rows["Tested alone by"] = _alone(found, proof)
    facts = (element("dt", text(k)) + element("dd", v) for k, v in rows.items())
    return element("dl", "".join(facts), class_="rule-facts", data_search_exclude="")


def _codes(words: Iterable[str]) -> str:
    return " ".join(element("code", word) for word in words)


def _file(path: str, book: Book, page: Page) -> str:
    lines = read_text(book.root, path).count("\n")
    url = relative(code_pages.url_of(path), page)
    return f"{link(f'`{sets.place(path)}`', url)}, {counted(lines, 'line')}"


def _alone(found: CopySet, proof: Proof) -> str:
    start = f"{sets.test_of(found.name)}::"
    cases = {n: t for n, t in proof.tests.items() if n.startswith(start) and ALONE in n}
    if not cases or not all(test.passed for test in cases.values()):
        if previewing():
            return "no test yet"
        raise HandbookError(
            f"no passed test runs the set {found.name} alone",
            fix=f"write it in {sets.test_of(found.name)}, with the fixture `serve`",
        )
    databases = sorted({test.database for test in cases.values() if test.database})
    where = f", on {listed(databases)}" if databases else ""
    return f"{test_link(proof, next(iter(cases)))}{where}"
