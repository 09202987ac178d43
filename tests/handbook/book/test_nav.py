"""The navigation of the settings: the order of the pages, and the area of each."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.book import nav
from handbook.common.errors import HandbookError

type Write = Callable[[str, str], Path]

SETTINGS = """
    site_url: !ENV [SITE, "https://example.org/"]
    nav:
      - Home: index.md
      - Database:
          - Queries: chapters/queries.md
          - Migrations: chapters/migrations.md
      - chapters/errors.md
"""


def test_pages_are_in_the_order_of_the_settings_with_their_area(
    write: Write, tmp_path: Path
) -> None:
    write("mkdocs.yml", SETTINGS)

    areas = nav.areas(tmp_path)

    assert list(areas.items()) == [
        ("index.md", "Home"),
        ("chapters/queries.md", "Database"),
        ("chapters/migrations.md", "Database"),
        ("chapters/errors.md", ""),
    ]


@pytest.mark.parametrize("settings", ["site_name: Book\n", ""])
def test_settings_without_navigation_name_no_page(
    write: Write, tmp_path: Path, settings: str
) -> None:
    write("mkdocs.yml", settings)

    assert nav.areas(tmp_path) == {}


def test_folder_without_settings_names_no_page(tmp_path: Path) -> None:
    assert nav.areas(tmp_path) == {}


def test_settings_that_are_malformed_are_refused_with_their_line(
    write: Write, tmp_path: Path
) -> None:
    write("mkdocs.yml", "nav:\n  - Home: index.md\n   - Lost: lost.md\n")

    with pytest.raises(HandbookError, match=r"mkdocs\.yml:3"):
        nav.areas(tmp_path)
