"""Where the published site explains a rule."""

from pathlib import Path

from handbook.book.rules import Rule
from handbook.common.settings import site_url


def address_of(rule: Rule, root: Path) -> str:
    """Return where the published site explains a rule."""
    page = rule.path.removeprefix("docs/").removesuffix(".md")
    return f"{site_url(root)}/{page}/#{rule.anchor}"
