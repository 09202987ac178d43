"""What MkDocs runs when it has built the site."""

from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig

from handbook.book import book
from handbook.render import beside


def on_post_build(config: MkDocsConfig) -> None:
    """Write what the pages load or link to."""
    beside.write(book.load(), Path(config.site_dir))
