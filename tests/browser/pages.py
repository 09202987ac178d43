"""The pages of the site, and the ways in which a visitor may look at them."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from playwright.sync_api import ViewportSize

DOCS = Path(__file__).parents[2] / "docs"


@dataclass(frozen=True)
class View:
    """A screen and a colour scheme."""

    name: str
    scheme: Literal["light", "dark"]
    viewport: ViewportSize


PHONE = ViewportSize(width=390, height=844)
DESK = ViewportSize(width=1280, height=900)

VIEWS = (
    View("phone-light", "light", PHONE),
    View("phone-dark", "dark", PHONE),
    View("desk-light", "light", DESK),
    View("desk-dark", "dark", DESK),
)


def addresses(docs: Path = DOCS) -> list[str]:
    """Return the address of each page, relative to the site."""
    names = sorted(path.relative_to(docs) for path in docs.rglob("*.md"))
    return ["404.html", *map(_address, names)]


def chapters() -> list[str]:
    """Return the addresses of the pages that show rules and code."""
    return [address for address in addresses() if address.startswith("chapters/")]


def _address(name: Path) -> str:
    folder = name.parent if name.stem == "index" else name.with_suffix("")
    return "" if folder == Path() else f"{folder.as_posix()}/"
