"""Diagrams: what is read in their source, and which drawings are refused."""

from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.book import diagrams
from handbook.common.errors import HandbookError

type Write = Callable[[str, str], Path]

HEAD = "# Checkout\n# How an order\n# is placed.\n"
SOURCE = """
    # Checkout
    # How an order
    # is placed.

    client: Client
    shop: Shop {
      router: "place_order\\nvalidates" {class: function}
      service: Service {style.fill: red}
      router -> service: calls
    }
    client -> shop.router: POST /orders {class: route}
    shop -> client
    """


@pytest.fixture
def root(tmp_path: Path, write: Write) -> Path:
    write("docs/diagrams/checkout.d2", SOURCE)
    return tmp_path


def refused(root: Path, name: str) -> HandbookError:
    with pytest.raises(HandbookError) as fault:
        diagrams.read(name, root)
    return fault.value


def test_comments_are_the_title_and_what_it_shows(root: Path) -> None:
    found = diagrams.read("checkout", root)

    assert (found.title, found.about) == ("Checkout", "How an order is placed.")


def test_text_alternative_names_every_shape_and_arrow(root: Path) -> None:
    assert list(diagrams.read("checkout", root).sentences) == [
        "Shop contains `place_order` and Service",
        "`place_order`: validates",
        "`place_order` → Service: calls",
        "Client → `place_order`: `POST /orders`",
        "Shop → Client",
    ]


def test_drawing_takes_fonts_and_colours_from_the_page(root: Path) -> None:
    svg = diagrams.read("checkout", root).svg
    groups = [element for group in svg.findall("g") for element in group.iter()]

    assert svg.findall("style") == svg.findall("rect") == []
    assert {e.get("fill", "none") for e in groups} == {"none"}
    assert {e.get("stroke", "none") for e in groups} == {"none"}
    assert all("style" not in e.attrib for e in groups if e.tag == "text")
    assert [g.get("class") for g in svg.findall("g")].count("function") == 1


def test_unknown_name_is_refused_with_the_nearest(root: Path) -> None:
    fault = refused(root, "chekout")

    assert fault.message == "there is no diagram 'chekout'"
    assert fault.fix == "did you mean checkout?"
    assert refused(root, "outbox").fix == "write docs/diagrams/outbox.d2"


@pytest.mark.parametrize(
    ("source", "line", "message"),
    [
        pytest.param("a: A\n", 1, "has no title", id="no-title"),
        pytest.param("# A\na: A\n", 1, "has no title", id="no-description"),
        pytest.param(f"{HEAD}a ->\n", 4, "missing destination", id="syntax"),
        pytest.param(
            f"{HEAD}a: A {{icon: https://example.org/a.svg}}\n",
            None,
            "draws <image>",
            id="icon",
        ),
        pytest.param(
            f"{HEAD}a: A {{link: https://example.org}}\n", None, "draws <a>", id="link"
        ),
        pytest.param(f"{HEAD}a: |md *A* |\n", None, "a has no label", id="md"),
        pytest.param(f"{HEAD}a: {'A' * 60}\n", None, "units wide", id="wide"),
        pytest.param(f"{HEAD}a: A\na <- a\n", None, "(a <- a)[0]", id="reversed"),
        pytest.param(f'{HEAD}a: ""\n', None, "a has no label", id="no-label"),
    ],
)
def test_drawing_that_a_page_cannot_show_is_refused(
    root: Path, write: Write, source: str, line: int | None, message: str
) -> None:
    write("docs/diagrams/odd.d2", source)

    fault = refused(root, "odd")

    assert message in fault.message
    assert (fault.path, fault.line) == ("docs/diagrams/odd.d2", line)
    assert fault.fix
