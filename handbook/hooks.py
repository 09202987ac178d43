"""What MkDocs runs when it has built the site."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from handbook.book import book
from handbook.render import search
from handbook.render.render import proof_of


def on_post_build(config: MkDocsConfig) -> None:
    """Write the index of the search."""
    handbook = book.load()
    search.write(handbook, proof_of(handbook), Path(config.site_dir))
