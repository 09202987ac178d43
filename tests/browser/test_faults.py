"""Each check is shown a page that it must find fault with, and one that it must not."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.browser import faults
from tests.browser.browsers import NoBrowserError, executable
from tests.browser.sketches import HEAD

pytestmark = pytest.mark.browser

TALL = '<div style="height: 200vh"></div>'


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
