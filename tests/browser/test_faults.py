"""Each check is shown a page that it must find fault with, and one that it must not."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import faults
from tests.browser.browsers import NoBrowserError, executable
from tests.browser.looks import look
from tests.browser.pages import PHONES, VIEWS, telling
from tests.browser.served import serve

pytestmark = pytest.mark.browser

HEAD = """<!doctype html><html lang="en"><head><title>A page</title>
<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width">
</head><body><main><h1>A page</h1>"""
TALL = '<div style="height: 200vh"></div>'


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve an empty folder."""
    with serve(tmp_path) as address:
        yield tmp_path, address


@pytest.fixture
def left(page: Page, folder: tuple[Path, str]) -> list[str]:
    """Watch for requests that leave the host of the folder."""
    return faults.watch_requests(page.context, urlsplit(folder[1]).netloc)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """Open an empty page on a phone."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context.new_page()
    context.close()


def show(page: Page, folder: tuple[Path, str], body: str) -> None:
    directory, address = folder
    (directory / "index.html").write_text(HEAD + body, encoding="utf-8")
    page.goto(address, wait_until="networkidle")


def test_a_sound_page_has_no_fault(
    page: Page, folder: tuple[Path, str], left: list[str]
) -> None:
    with faults.complaints(page) as complaints:
        show(page, folder, f'{TALL}<div class="rule"><h3 id="a-001">A</h3></div>{TALL}')

    assert complaints == []
    assert left == []
    # The page is a sketch: its heading skips a level, on purpose of the selector.
    assert [v for v in faults.violations(page) if "heading-order" not in v] == []
    assert faults.overflow(page) == []
    assert faults.unreachable(page) == []


@pytest.mark.parametrize(
    "script", ["console.error('no')", "console.warn('no')", "throw Error('no')"]
)
def test_the_console_is_heard(
    page: Page, folder: tuple[Path, str], script: str
) -> None:
    with faults.complaints(page) as complaints:
        show(page, folder, f"<script>{script}</script>")

    assert len(complaints) == 1
    assert "no" in complaints[0]


def test_a_missing_file_is_heard(page: Page, folder: tuple[Path, str]) -> None:
    with faults.complaints(page) as complaints:
        show(page, folder, '<img src="missing.png" alt="">')

    assert "404" in complaints[0]


@pytest.mark.parametrize(
    "body",
    [
        '<img src="https://third-party.invalid/i.png" alt="">',
        '<link rel="stylesheet" href="https://third-party.invalid/s.css">',
        "<script>fetch('https://third-party.invalid/').catch(() => {})</script>",
    ],
)
def test_a_request_that_leaves_is_seen_and_stopped(
    page: Page, folder: tuple[Path, str], left: list[str], body: str
) -> None:
    show(page, folder, body)

    assert [urlsplit(url).netloc for url in left] == ["third-party.invalid"]


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        ('<img src="data:,">', "image-alt"),
        ('<p style="color: #bbb; background: #fff">pale</p>', "color-contrast"),
        ("<h4>too deep</h4>", "heading-order"),
    ],
)
def test_a_barrier_is_found(
    page: Page, folder: tuple[Path, str], body: str, rule: str
) -> None:
    show(page, folder, body)

    assert rule in faults.shown(faults.violations(page))


@pytest.mark.parametrize(
    "pale",
    [
        '<span style="color: #bbb">pale</span>',
        '<span style="background: #555">on dark</span>',
        '<i style="opacity: 0.4"><span>faint</span></i>',
    ],
)
def test_code_that_is_pale_is_found_among_much_that_is_not(
    page: Page, folder: tuple[Path, str], pale: str
) -> None:
    words = "<span>dark</span> " * 4

    show(page, folder, f"<pre><code>{words}\n{pale}\n{words}</code></pre>")

    assert "color-contrast" in faults.shown(faults.violations(page))


@pytest.mark.parametrize(
    "pale",
    [
        '<p style="color: #bbb">pale</p>',
        '<p style="background: #555">on dark</p>',
        '<div style="background: #555"><p>on a dark block</p></div>',
        '<div style="opacity: 0.4"><p>faint</p></div>',
        '<table><tr><td style="color: #bbb">pale cell</td></tr></table>',
        '<p>dark <em style="color: #bbb">pale</em> dark</p>',
    ],
)
def test_text_that_is_pale_is_found_among_much_that_is_not(
    page: Page, folder: tuple[Path, str], pale: str
) -> None:
    text = "<p>dark</p>" * 4

    show(page, folder, f"{text}{pale}{text}")

    assert "color-contrast" in faults.shown(faults.violations(page))


def test_a_look_of_code_is_judged_on_three_words(
    page: Page, folder: tuple[Path, str]
) -> None:
    words = '<span style="color: #bbb">pale</span> <span>dark</span> ' * 5

    show(page, folder, f"<pre><code>{words}</code></pre>")

    [contrast] = [v for v in faults.violations(page) if "color-contrast" in v]
    assert contrast.count("insufficient color contrast") == 3


def test_what_is_too_wide_is_named(page: Page, folder: tuple[Path, str]) -> None:
    show(page, folder, '<p class="broad" style="width: 500px">wide</p>')

    assert "p.broad is wider than the page" in faults.overflow(page)


def test_a_rule_that_is_hidden_has_no_address(
    page: Page, folder: tuple[Path, str]
) -> None:
    header = '<div class="md-header" style="position: fixed; top: 0">Tall<br>head</div>'
    rule = '<div class="rule"><h3 id="a-001" style="margin: 0">A</h3></div>'

    show(page, folder, header + TALL + rule + TALL)

    assert faults.unreachable(page) == ["a-001"]


def test_a_machine_without_a_browser_is_told_how_to_get_one(tmp_path: Path) -> None:
    with pytest.raises(NoBrowserError, match="apt-get install chromium"):
        executable(path=str(tmp_path))


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


def test_first_load_above_its_budget_is_found(
    page: Page, folder: tuple[Path, str]
) -> None:
    responses = faults.watch_responses(page.context)
    numbers = " ".join(str(number * 7919) for number in range(90_000))
    (folder[0] / "numbers.js").write_text(f"// {numbers}", encoding="utf-8")

    show(page, folder, '<script src="numbers.js"></script>')

    (found,) = faults.weight(responses)
    assert "KB, 150 are allowed" in found
    assert "/numbers.js" in found


def test_index_of_the_search_that_is_loaded_at_once_is_found(
    page: Page, folder: tuple[Path, str]
) -> None:
    responses = faults.watch_responses(page.context)
    (folder[0] / "search.json").write_text("[]", encoding="utf-8")

    show(page, folder, "<script>fetch('search.json')</script>")

    (found,) = faults.weight(responses)
    assert found.endswith("/search.json is loaded before the search is opened")


def test_light_page_has_no_fault_of_weight(
    page: Page, folder: tuple[Path, str]
) -> None:
    responses = faults.watch_responses(page.context)

    show(page, folder, TALL)

    assert faults.weight(responses) == []
