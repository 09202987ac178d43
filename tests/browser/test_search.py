"""The search dialog, its ranking and its index."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SITE
from tests.browser.faults import shown, violations
from tests.browser.pages import chapters

pytestmark = pytest.mark.browser

QUERIES = Path(__file__).with_name("queries.txt")
LEAST = 0.95  # of the queries have one of their rules among the first three
FIRST = 3

FETCHED = """
() => performance.getEntriesByType("resource")
    .map((entry) => entry.name.split("/").pop())
    .filter((name) => ["rank.js", "search.json"].includes(name))
"""


RANK = """
async ([script, index, queries, most]) => {
  const { prepare, rank } = await import(script);
  const prepared = prepare(await (await fetch(index)).json());
  const named = ({ entry }) => `${entry.id} ${entry.url}`;
  return queries.map((query) => rank(prepared, query).slice(0, most).map(named));
}
"""

HEADING = re.compile(r'<h3 id="([\w-]+)"><span class="rule-id">([A-Z]+-\d{3})<')

SOME = 50  # one query of so many is typed


@pytest.fixture
def home(page: Page, site: str) -> Page:
    """Return the home page."""
    page.goto(site)
    return page


def ask(page: Page, query: str) -> Locator:
    """Search for a query and return the links to what was found, best first."""
    if not page.get_by_role("dialog").is_visible():
        page.get_by_role("button", name="Search").click()
    field = page.get_by_role("searchbox")
    field.fill("")
    expect(page.get_by_role("status")).to_be_empty()
    field.fill(query)
    expect(page.get_by_role("status")).not_to_be_empty()
    return page.get_by_role("dialog").get_by_role("listitem").get_by_role("link")


def first_ids(found: Locator) -> list[str]:
    """Return the ids of the rules among the first results."""
    texts = [link.inner_text() for link in found.all()[:FIRST]]
    return [text.split()[0] for text in texts]


def id_of(result: str) -> str:
    return result.partition(" ")[0]


def address_of(result: str) -> str:
    return result.partition(" ")[2]


def queries() -> Iterator[tuple[str, set[str]]]:
    """Yield each query of the file with the ids of the rules that answer it."""
    for line in QUERIES.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            query, _, ids = line.rpartition(" | ")
            yield query, set(ids.split())


def ranked(page: Page, site: str, asked: list[str]) -> list[list[str]]:
    """Return for each query the ids and addresses that the site's own script ranks."""
    assets = f"{site}assets/"
    given = [f"{assets}search/rank.js", f"{assets}search.json", asked, FIRST]
    found: list[list[str]] = page.evaluate(RANK, given)
    return found


def test_queries_of_readers_find_their_rule_among_the_first_results(
    home: Page, site: str
) -> None:
    asked = list(queries())

    found = ranked(home, site, [query for query, _ in asked])

    pairs = zip(asked, found, strict=True)
    missed = [
        query for (query, ids), first in pairs if ids.isdisjoint(map(id_of, first))
    ]
    assert len(asked) >= 60
    assert len(missed) <= (1 - LEAST) * len(asked), shown(missed)


def test_dialog_lists_what_the_ranking_returns(home: Page, site: str) -> None:
    some = [query for query, _ in queries()][::SOME]
    expected = ranked(home, site, some)

    for query, first in zip(some, expected, strict=True):
        links = ask(home, query).all()[:FIRST]
        assert [link.get_attribute("href") for link in links] == [
            site + address_of(each) for each in first
        ]


def test_queries_name_rules_that_exist(home: Page, site: str) -> None:
    home.goto(f"{site}rules/")
    known = set(re.findall(r"\b[A-Z]+-\d{3}\b", home.inner_text("article")))

    assert set().union(*(ids for _, ids in queries())) <= known


def headings(site: str) -> dict[str, str]:
    """Return the address of the heading of each rule, by its id."""
    texts = {
        address: (SITE / address / "index.html").read_text(encoding="utf-8")
        for address in chapters()
    }
    return {
        rule_id: f"{site}{address}#{anchor}"
        for address, text in texts.items()
        for anchor, rule_id in HEADING.findall(text)
    }


def test_id_finds_its_rule_first(home: Page, site: str) -> None:
    expected = headings(site)

    found = ranked(home, site, list(expected))

    assert len(expected) > 300
    assert {id_of(r[0]): site + address_of(r[0]) for r in found} == expected


def test_result_leads_to_its_rule_and_closes_the_dialog(home: Page, site: str) -> None:
    ask(home, "optimistic locking").first.click()

    expect(home.get_by_role("dialog")).to_be_hidden()
    expect(home.locator("#require-if-match")).to_be_in_viewport()
    assert home.url == f"{site}chapters/reliability/#require-if-match"


def test_result_on_the_same_page_closes_the_dialog(page: Page, site: str) -> None:
    page.goto(f"{site}chapters/reliability/")

    ask(page, "optimistic locking").first.click()

    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#require-if-match")).to_be_in_viewport()


def test_unknown_word_finds_nothing_and_says_so(home: Page) -> None:
    found = ask(home, "zyzzyva")

    expect(home.get_by_role("status")).to_contain_text("Nothing found for “zyzzyva”")
    expect(found).to_have_count(0)


def test_number_of_results_is_announced(home: Page) -> None:
    found = ask(home, "deadlock")

    expect(home.get_by_role("status")).to_have_text(f"{found.count()} results")


def test_index_is_loaded_when_the_search_is_first_opened(home: Page) -> None:
    home.wait_for_load_state("networkidle")
    before = home.evaluate(FETCHED)

    ask(home, "deadlock")

    assert before == []
    assert sorted(home.evaluate(FETCHED)) == ["rank.js", "search.json"]


def test_index_that_cannot_be_loaded_is_reported_and_tried_again(home: Page) -> None:
    home.route("**/search.json", lambda route: route.abort())
    ask(home, "deadlock")
    expect(home.get_by_role("status")).to_contain_text("can't be loaded")
    home.unroute("**/search.json")

    found = ask(home, "deadlock")

    assert first_ids(found)[0] == "REL-003"


def test_keys_open_choose_and_close(home: Page, site: str) -> None:
    home.keyboard.press("/")
    expect(home.get_by_role("searchbox")).to_be_focused()
    home.keyboard.type("deadlock")
    results = home.get_by_role("dialog").get_by_role("link")
    expect(results.first).to_contain_text("REL-003")

    home.keyboard.press("ArrowDown")
    expect(results.first).to_be_focused()
    home.keyboard.press("ArrowDown")
    expect(results.nth(1)).to_be_focused()
    home.keyboard.press("ArrowUp")
    home.keyboard.press("ArrowUp")
    expect(home.get_by_role("searchbox")).to_be_focused()
    home.keyboard.press("Escape")
    expect(home.get_by_role("dialog")).to_be_hidden()
    home.keyboard.press("Control+k")
    expect(home.get_by_role("searchbox")).to_have_value("deadlock")
    home.keyboard.press("Enter")

    expect(home).to_have_url(f"{site}chapters/reliability/#lock-ordering")


def test_query_in_the_address_is_searched(page: Page, site: str) -> None:
    page.goto(f"{site}?q=circuit+breaker")

    link = page.get_by_role("dialog").get_by_role("link").first

    expect(link).to_contain_text("REL-008")


def test_markup_in_a_query_stays_text(home: Page) -> None:
    ask(home, "<img src=x onerror=alert(1)>zyzzyva")

    assert home.locator(".hb-search img").count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_open_search_has_no_accessibility_violation(home: Page, scheme: str) -> None:
    home.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    ask(home, "circuit breaker")

    found = violations(home)

    assert found == [], shown(found)
