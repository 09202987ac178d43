"""What MkDocs runs when it has built the site."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from handbook.agents.write import write as write_for_agents
from handbook.book import book
from handbook.book.book import Book
from handbook.common.settings import previewing
from handbook.render import beside
from handbook.render.render import proof_of


def on_post_build(config: MkDocsConfig) -> None:
    """Write what the pages load or link to, and what agents read."""
    add_files(book.load(), Path(config.site_dir))


def add_files(known: Book, site: Path) -> None:
    """Write into a built site what is no page of its builder."""
    beside.write(known, site)
    proof = None if previewing() else proof_of(known)
    if proof:
        write_for_agents(known, proof, site)
