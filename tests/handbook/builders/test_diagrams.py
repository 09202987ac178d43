"""Diagrams on a page, as both builders and agents get them."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from handbook.agents.markdown import markdown_of
from handbook.book import book
from handbook.common.errors import HandbookError
from handbook.proof import store
from handbook.render.diagrams import figure
from tests.handbook.builders.conftest import Builder, build, put

SOURCE = """
    # Checkout
    # How an order is placed.

    client: Client
    router: place_order {class: function}
    client -> router: POST
    """
PAGE = "---\ntitle: A\n---\n\n# A\n\n/// diagram | checkout\n///\n"


@pytest.fixture
def root(repository: Path) -> Path:
    put(repository, "docs/diagrams/checkout.d2", SOURCE)
    put(repository, "docs/a.md", PAGE)
    return repository


def drawn(root: Path, name: str = "checkout") -> str:
    handbook = book.load(root)
    page = handbook.page_at("docs/a.md")
    assert page
    return figure(handbook, page, name)


def test_screen_reader_gets_title_and_text_alternative(root: Path) -> None:
    svg = ET.fromstring(drawn(root)).find("svg")
    assert svg is not None
    words = {element.get("id"): element.text for element in svg}

    assert svg.get("role") == "img"
    assert words[svg.get("aria-labelledby")] == "Checkout"
    assert words[svg.get("aria-describedby")] == "Client → place_order: POST."


def test_reader_gets_caption_text_and_source(root: Path) -> None:
    html = drawn(root)

    assert "<figcaption>How an order is placed.</figcaption>" in html
    assert "<li>Client → <code>place_order</code>: POST</li>" in html
    assert "/docs/diagrams/checkout.d2#L1-L6" in html


def test_drawing_keeps_its_width_in_pixels(root: Path) -> None:
    svg = ET.fromstring(drawn(root)).find("svg")
    assert svg is not None

    units = float(svg.attrib["viewBox"].split()[2])
    assert float(svg.attrib["width"]) == pytest.approx(units * 0.875, abs=1)


def test_agents_get_the_diagram_as_text(root: Path) -> None:
    handbook = book.load(root)
    page = handbook.page_at("docs/a.md")
    assert page

    assert markdown_of(page, handbook, store.load(root)) == (
        "# A\n\nHow an order is placed.\n\n- Client → `place_order`: POST\n"
    )


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_builder_writes_the_drawing_into_the_page(root: Path, builder: Builder) -> None:
    done = build(root, builder)

    assert done.returncode == 0, done.stdout + done.stderr
    html = (root / f"build/{builder}/a/index.html").read_text(encoding="utf-8")
    drawing = drawn(root).partition('<div class="snippet-foot">')[0]
    assert drawing in html


def test_unknown_diagram_is_refused_at_its_line(root: Path) -> None:
    put(root, "docs/a.md", PAGE.replace("checkout", "chekout"))

    with pytest.raises(HandbookError, match="no diagram 'chekout'") as refused:
        drawn(root, "chekout")

    assert (refused.value.path, refused.value.line) == ("docs/a.md", 7)


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_syntax_error_stops_the_build_with_its_line(
    root: Path, builder: Builder
) -> None:
    put(root, "docs/diagrams/checkout.d2", f"{SOURCE}client ->\n")

    done = build(root, builder)

    assert done.returncode != 0
    said = done.stdout + done.stderr
    assert "docs/a.md:7: docs/diagrams/checkout.d2:7: connection missing" in said
