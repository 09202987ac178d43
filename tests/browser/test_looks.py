"""A look at a page runs each check in the views that it is told."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import faults
from tests.browser.looks import look
from tests.browser.pages import PHONES, VIEWS, telling
from tests.browser.sketches import HEAD

pytestmark = pytest.mark.browser

EVERYTHING = (
    "<script>console.error('no')</script>"
    '<img src="https://third-party.invalid/i.png">'
    '<p style="width: 500px">wide</p>'
    '<div class="rule"><h3 id="" style="margin: 0">A</h3></div>'
)


def test_a_look_names_each_check_that_found_a_fault(
    browser: Browser, folder: tuple[Path, str]
) -> None:
    directory, address = folder
    (directory / "index.html").write_text(HEAD + EVERYTHING, encoding="utf-8")

    found = look(browser, address, axe=VIEWS, layout=VIEWS)

    names = [view.name for view in VIEWS]
    assert set(found) == {
        "console",
        "requests that leave the host",
        *(f"axe ({name})" for name in names),
        *(f"wider than the screen ({name})" for name in names if "phone" in name),
        *(f"rules out of view at their address ({name})" for name in names),
    }


def test_a_look_sees_each_view(browser: Browser, folder: tuple[Path, str]) -> None:
    directory, address = folder
    styles = """<style>
    @media (min-width: 1000px) and (prefers-color-scheme: dark) { p { width: 2000px } }
    </style>"""
    (directory / "index.html").write_text(HEAD + styles + "<p>x</p>", encoding="utf-8")

    found = look(browser, address, axe=[], layout=VIEWS)

    assert set(found) == {"wider than the screen (desk-dark)"}


def test_a_look_reads_the_colours_of_each_scheme(
    browser: Browser, folder: tuple[Path, str]
) -> None:
    directory, address = folder
    styles = """<style>
    p { color: #000; background: #fff }
    @media (prefers-color-scheme: dark) { p { color: #bbb } }
    </style>"""
    (directory / "index.html").write_text(
        HEAD + styles + "<p>pale in the dark</p>", encoding="utf-8"
    )

    found = look(browser, address, axe=PHONES, layout=[])

    assert set(found) == {"axe (phone-dark)"}
    assert "color-contrast" in faults.shown(found)


def test_a_look_opens_and_closes_panels_in_each_view(
    browser: Browser, folder: tuple[Path, str]
) -> None:
    directory, address = folder
    panel = '<div class="snippet"><details><summary>x</summary>'
    wide = f'{panel}<p style="width: 1100px">wide</p></details></div>'
    (directory / "index.html").write_text(HEAD + wide, encoding="utf-8")

    found = look(browser, address, axe=[], layout=VIEWS)

    assert {check: len(texts) for check, texts in found.items()} == {
        "wider than the screen (phone-light)": 2,
        "wider than the screen (phone-dark)": 2,
    }


def test_pages_with_each_kind_of_element_are_chosen(tmp_path: Path) -> None:
    bodies = {
        "few": '<p class="a">x</p>',
        "many": '<p class="a b">x</p><i class="c">x</i>',
        "own": '<b class="c">x</b>',
    }
    files = {name: tmp_path / name for name in bodies}
    for name, body in bodies.items():
        files[name].write_text(body, encoding="utf-8")

    assert telling(files) == {"many", "own"}
