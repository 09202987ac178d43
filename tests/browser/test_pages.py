from dataclasses import dataclass
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from tests.browser import faults
from tests.browser.conftest import SITE
from tests.browser.pages import VIEWS, View, addresses

pytestmark = pytest.mark.browser


@dataclass(frozen=True)
class Visit:
    """What one look at a page brought to light."""

    complaints: list[str]
    left: list[str]
    violations: list[str]
    overflow: list[str]
    unreachable: list[str]


@pytest.fixture(
    scope="module",
    params=[(address, view) for address in addresses() for view in VIEWS],
    ids=lambda param: f"{param[0] or 'home'}-{param[1].name}",
)
def visit(request: pytest.FixtureRequest, browser: Browser, site: str) -> Visit:
    """Load a page once for all that is asked of it."""
    address, view = request.param
    return look(browser, site, address, view)


def look(browser: Browser, site: str, address: str, view: View) -> Visit:
    """Load a page and let each check look at it, the ones that move it last."""
    context = browser.new_context(
        viewport=view.viewport, color_scheme=view.scheme, reduced_motion="reduce"
    )
    left = faults.watch_requests(context, urlsplit(site).netloc)
    page = context.new_page()
    with faults.complaints(page) as complaints:
        page.goto(site + address)
        overflow = faults.overflow(page)
        violations = faults.violations(page)
        page.evaluate(
            "document.querySelectorAll('.snippet details').forEach(d => d.open = true)"
        )
        overflow += faults.overflow(page)
        unreachable = faults.unreachable(page)
    context.close()
    return Visit(complaints, left, violations, overflow, unreachable)


def test_console_is_silent(visit: Visit) -> None:
    assert not visit.complaints, faults.shown(visit.complaints)


def test_no_request_leaves_the_host(visit: Visit) -> None:
    assert not visit.left, faults.shown(visit.left)


def test_axe_finds_nothing(visit: Visit) -> None:
    assert not visit.violations, faults.shown(visit.violations)


def test_nothing_scrolls_sideways(visit: Visit) -> None:
    assert not visit.overflow, faults.shown(visit.overflow)


def test_each_rule_has_an_address(visit: Visit) -> None:
    assert not visit.unreachable, faults.shown(visit.unreachable)


@pytest.mark.usefixtures("site")
def test_every_page_of_the_site_is_visited() -> None:
    built = {
        path.relative_to(SITE).as_posix().removesuffix("index.html")
        for path in SITE.rglob("*.html")
    }

    assert built == set(addresses())
