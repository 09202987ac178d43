from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.pages import chapters

pytestmark = pytest.mark.browser

WORDS = 6
LONGEST_FILLER = 3  # letters of words that stand everywhere: a, is, the, not


@dataclass(frozen=True)
class Heading:
    """The heading of a rule: its id, its statement, and the address of its page."""

    id: str
    statement: str
    page: str


@pytest.fixture(params=chapters())
def headings(request: pytest.FixtureRequest, page: Page, site: str) -> list[Heading]:
    """Every rule of a chapter."""
    page.goto(site + request.param)
    return [
        read(heading.inner_text(), site + request.param)
        for heading in page.locator(".rule > h3").all()
    ]


def read(text: str, page: str) -> Heading:
    """Read a heading, which is an id, a level and a statement."""
    number, _, statement = text.split(maxsplit=2)
    return Heading(number, statement, page)


def ask(page: Page, query: str) -> Locator:
    """Paste a query and return what is found first, best first.

    Were it typed, each letter would bring another list, and a click could hit a link
    that is just being replaced.
    """
    field = page.locator("input[name=query]")
    field.fill(query)
    field.press("End")  # the search listens to keys
    return page.locator(".md-search-result__item").first


def link(found: Locator, heading: Heading) -> Locator:
    """Return the link to a rule among what was found."""
    return found.locator(f'a[href^="{heading.page}"][href$="#{heading.id.lower()}"]')


def test_an_id_finds_its_rule(page: Page, site: str, headings: list[Heading]) -> None:
    page.goto(site)

    for heading in headings:
        expect(link(ask(page, heading.id), heading)).to_be_visible()


def test_words_find_their_rule_and_lead_to_it(
    page: Page, site: str, headings: list[Heading]
) -> None:
    page.goto(site)
    heading = headings[0]
    telling = [w for w in heading.statement.split() if len(w) > LONGEST_FILLER]

    link(ask(page, " ".join(telling[:WORDS])), heading).click()

    expect(page.locator(f"#{heading.id.lower()}")).to_be_in_viewport()
    assert page.url.partition("?")[0] == heading.page


def test_what_is_nowhere_is_not_found(page: Page, site: str) -> None:
    page.goto(site)

    found = ask(page, "zyzzyva")

    expect(page.locator(".md-search-result__meta")).to_contain_text("No matching")
    expect(found).to_have_count(0)
