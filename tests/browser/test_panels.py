import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import FEW, chapters

pytestmark = pytest.mark.browser


@pytest.fixture(params=FEW)
def chapter(request: pytest.FixtureRequest, page: Page, site: str) -> Page:
    """Open a chapter as a visitor finds it."""
    page.goto(site + request.param)
    return page


def proven(chapter: Page) -> Locator:
    """Return the first panel that names tests."""
    panels = chapter.locator("details.proof").filter(has=chapter.locator(".tests"))
    return panels.first


def test_a_proof_opens_by_mouse(chapter: Page) -> None:
    panel = proven(chapter)
    tests = panel.locator(".tests").first

    expect(tests).to_be_hidden()
    panel.locator("summary").click()

    expect(tests).to_be_visible()
    expect(tests).to_contain_text("test_")


def test_a_proof_opens_by_keyboard(chapter: Page) -> None:
    panel = proven(chapter)
    tests = panel.locator(".tests").first
    panel.locator("summary").focus()

    chapter.keyboard.press("Enter")
    expect(tests).to_be_visible()

    chapter.keyboard.press("Enter")
    expect(tests).to_be_hidden()


def test_the_tab_key_reaches_a_panel_and_shows_where_it_is(chapter: Page) -> None:
    foot = chapter.locator(".snippet-foot").filter(has=chapter.locator(".proof")).first
    summary = foot.locator(".proof > summary")
    foot.locator(".snippet-source").focus()

    chapter.keyboard.press("Tab")

    expect(summary).to_be_focused()
    expect(summary).not_to_have_css("outline-style", "none")


def test_imports_are_in_the_panel(chapter: Page) -> None:
    imports = chapter.locator(".snippet[data-kind=imports]")
    panel = chapter.locator("details.imports").filter(has=imports).first

    panel.locator("summary").click()

    expect(panel.locator(".snippet[data-kind=imports]").first).to_be_visible()


def test_a_note_opens(page: Page, site: str) -> None:
    notes = page.locator(".md-annotation")
    for address in chapters():
        page.goto(site + address)
        if notes.count():
            break
    expect(notes).not_to_have_count(0)
    tooltip = notes.first.locator(".md-tooltip")

    expect(tooltip).to_be_hidden()
    notes.first.locator(".md-annotation__index").click()

    expect(tooltip).to_be_visible()


def test_a_source_link_leads_to_exact_lines(chapter: Page) -> None:
    for source in chapter.locator(".snippet[data-kind=source]").all():
        path = source.get_attribute("data-path")
        href = source.locator(".snippet-source").first.get_attribute("href")

        assert f"/{path}" in (href or "")
