"""What a snippet on a page claims to show."""

from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent

from playwright.sync_api import Locator

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Claim:
    """Lines of a file, as the attributes of a snippet name them."""

    path: str
    ranges: tuple[tuple[int, int], ...]

    def lines(self, root: Path = ROOT) -> list[str]:
        """Return those lines as they stand in the file."""
        text = (root / self.path).read_text(encoding="utf-8").splitlines()
        return [line for first, last in self.ranges for line in text[first - 1 : last]]


def claim(snippet: Locator) -> Claim:
    """Return what a snippet claims to show."""
    path = snippet.get_attribute("data-path") or ""
    lines = snippet.get_attribute("data-lines") or ""
    return claimed(path, lines)


def claimed(path: str, lines: str) -> Claim:
    """Return the claim of these attributes."""
    return Claim(path, tuple(_range(part) for part in lines.split(",")))


def _range(part: str) -> tuple[int, int]:
    first, _, last = part.partition("-")
    return int(first), int(last or first)


def comparable(text: str) -> list[str]:
    """Return the lines that must be equal: none that are empty or mark an elision."""
    lines = dedent(text).splitlines()
    return [line.rstrip() for line in lines if line.strip() and line.strip() != "# ..."]
