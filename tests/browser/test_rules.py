"""The filters of the list of all rules, and their state in the address."""

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.faults import shown, violations

pytestmark = pytest.mark.browser

ROWS = "tr[data-level]"


@pytest.fixture
def rules(page: Page, site: str) -> Page:
    """Return the page of all rules."""
    page.goto(f"{site}rules/")
    expect(status(page)).to_be_visible()
    return page


def status(page: Page) -> Locator:
    return page.locator(".hb-filter").get_by_role("status")


def visible(page: Page) -> list[dict[str, str]]:
    """Return the data of the rows that can be seen."""
    rows: list[dict[str, str]] = page.evaluate(
        """() => [...document.querySelectorAll("tr[data-level]")]
            .filter((row) => row.checkVisibility())
            .map((row) => ({...row.closest("[data-area]").dataset, ...row.dataset}))
        """
    )
    return rows


def test_all_rules_are_listed_at_first(rules: Page) -> None:
    count = rules.locator(ROWS).count()

    assert len(visible(rules)) == count
    expect(status(rules)).to_have_text(f"{count} rules")


@pytest.mark.parametrize(
    ("label", "option", "key", "value"),
    [
        ("Area", "Security", "area", "security"),
        ("Level", "may", "level", "may"),
        ("On your code", "A person must look", "foundBy", "person"),
        ("On your code", "A tool finds it", "foundBy", "tool"),
    ],
)
def test_filter_shows_exactly_the_matching_rules(
    rules: Page, label: str, option: str, key: str, value: str
) -> None:
    expected = [row for row in visible(rules) if row[key] == value]

    rules.get_by_label(label).select_option(label=option)

    assert expected
    assert visible(rules) == expected
    expect(status(rules)).to_contain_text(f"{len(expected)} of ")


def test_date_filter_shows_rules_changed_since(rules: Page) -> None:
    days = sorted({row["changed"] for row in visible(rules)})
    expected = [row for row in visible(rules) if row["changed"] >= days[-1]]

    rules.get_by_label("Changed").select_option(days[-1])

    assert visible(rules) == expected
    assert len(days) > 1


def test_combined_filters_hide_chapters_without_a_match(rules: Page) -> None:
    rules.get_by_label("Area").select_option("testing")
    rules.get_by_label("Level").select_option("must")

    assert {(row["area"], row["level"]) for row in visible(rules)} == {
        ("testing", "must")
    }
    expect(rules.get_by_role("heading", level=2)).to_have_text(["Testing"])
    chapters = rules.get_by_role("heading", level=3)
    expect(chapters).to_have_text(["Test app and database"])


def test_address_keeps_the_filters_across_a_reload(rules: Page, site: str) -> None:
    rules.get_by_label("Level").select_option("must")
    rules.get_by_label("On your code").select_option("person")
    left = visible(rules)

    assert rules.url == f"{site}rules/?level=must&found=person"
    rules.reload()
    expect(status(rules)).to_contain_text(f"{len(left)} of ")
    assert visible(rules) == left


def test_show_all_clears_filters_and_address(rules: Page, site: str) -> None:
    rules.get_by_label("Level").select_option("must")

    rules.get_by_role("button", name="Show all").click()

    assert len(visible(rules)) == rules.locator(ROWS).count()
    assert rules.url == f"{site}rules/"


def test_unknown_filter_value_in_the_address_is_ignored(page: Page, site: str) -> None:
    page.goto(f"{site}rules/?level=whatever&area=security")

    expect(status(page)).to_contain_text("of")
    assert {row["area"] for row in visible(page)} == {"security"}


def test_every_rule_names_a_tool_or_what_to_look_for(rules: Page) -> None:
    for row in rules.locator(ROWS).all():
        assert row.locator("td").nth(3).inner_text().strip()


def test_list_is_whole_without_scripts(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site}rules/")

    rows = page.locator(ROWS)
    hidden = [row for row in rows.all() if not row.is_visible()]

    assert rows.count() > 90
    assert hidden == []
    expect(page.locator("select")).to_have_count(0)
    context.close()


def test_filtered_list_has_no_accessibility_violation(rules: Page) -> None:
    rules.get_by_label("Area").select_option("errors")

    found = violations(rules)

    assert found == [], shown(found)


@pytest.mark.parametrize("fragment", ["db-008", "lazy-raise"])
def test_old_address_of_a_moved_rule_leads_to_it(
    page: Page, site: str, fragment: str
) -> None:
    page.goto(f"{site}chapters/database/#{fragment}")

    expect(page.locator("#db-008")).to_be_in_viewport()
    assert "/chapters/queries/#" in page.url


def test_unknown_fragment_stays_on_its_page(page: Page, site: str) -> None:
    with page.expect_response("**/search.json"):
        page.goto(f"{site}chapters/database/#db-999")

    assert page.url == f"{site}chapters/database/#db-999"
