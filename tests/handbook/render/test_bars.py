"""Bars: where each begins and ends, and what a screen reader says of them."""

from xml.etree import ElementTree as ET

import pytest

from benchmarks import results
from handbook.render.bars import Bar, figure
from handbook.render.charts import DRAWN


def shapes(html: str, class_: str) -> list[dict[str, str]]:
    """Return the attributes of the shapes of a class."""
    found = ET.fromstring(html).iter()
    return [shape.attrib for shape in found if shape.get("class") == class_]


def drawn(*bars: Bar, one_scale: bool = True) -> str:
    return figure("Time.", "Bar: median.", bars, one_scale=one_scale)


def test_longest_bar_fills_the_width_and_others_their_share() -> None:
    html = drawn(Bar("a", 4, "4 ms"), Bar("b", 1, "1 ms"))

    bars = shapes(html, "bars-bar")

    assert [(bar["x"], bar["width"]) for bar in bars] == [
        ("0.00%", "100.00%"),
        ("0.00%", "25.00%"),
    ]


def test_range_and_goal_are_on_the_scale_of_the_bars() -> None:
    html = drawn(Bar("a", 5, "5 ms", lowest=2, highest=10, goal=8))

    line, *caps = shapes(html, "bars-range")

    assert (line["x1"], line["x2"]) == ("20.00%", "100.00%")
    assert [cap["x1"] for cap in caps] == ["20.00%", "100.00%"]
    assert shapes(html, "bars-goal")[0]["x1"] == "80.00%"


def test_negative_bar_ends_at_zero() -> None:
    html = drawn(Bar("a", -1, "-1 %"), Bar("b", 3, "3 %"))

    bars = shapes(html, "bars-bar")

    assert [(bar["x"], bar["width"]) for bar in bars] == [
        ("0.00%", "25.00%"),
        ("25.00%", "75.00%"),
    ]


def test_groups_share_a_scale_unless_each_has_its_own() -> None:
    two = (Bar("a", 1, "1 ms", group="one"), Bar("a", 4, "4 ms", group="two"))

    together = shapes(drawn(*two), "bars-bar")
    apart = shapes(drawn(*two, one_scale=False), "bars-bar")

    assert [bar["width"] for bar in together] == ["25.00%", "100.00%"]
    assert [bar["width"] for bar in apart] == ["100.00%", "100.00%"]


def test_screen_reader_gets_the_title_and_every_value() -> None:
    html = drawn(Bar("a", 1, "1 ms", group="one"), Bar("b", 2, "2 ms"))

    image = ET.fromstring(html).find("svg")

    assert image is not None
    assert image.get("role") == "img"
    assert image.get("aria-label") == "Time. one a: 1 ms; b: 2 ms"


def test_long_name_has_a_line_of_its_own() -> None:
    short, long = drawn(Bar("a", 1, "1 ms")), drawn(Bar("a" * 40, 1, "1 ms"))

    name, label = shapes(long, "bars-name")[0], shapes(long, "bars-value")[0]

    assert int(label["y"]) - int(name["y"]) == 20
    assert shapes(short, "bars-name")[0]["y"] == shapes(short, "bars-value")[0]["y"]


@pytest.mark.parametrize("name", DRAWN)
def test_figure_of_the_results_is_well_formed_and_within_its_width(name: str) -> None:
    html = DRAWN[name](results.read())

    for bar in shapes(html, "bars-bar"):
        start, width = (float(bar[key].rstrip("%")) for key in ("x", "width"))
        assert 0 <= start <= start + width <= 100.01
