"""The files beside the pages: what pages load or link to."""

from pathlib import Path

from handbook.book.book import Book
from handbook.render import all_tests, search
from handbook.render.render import proof_of


def write(book: Book, site: Path) -> None:
    """Write the index of the search and the lists of tests into a built site."""
    proof = proof_of(book)
    search.write(book, proof, site)
    all_tests.write(book, proof, site)
