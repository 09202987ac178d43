from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import faults
from tests.browser.conftest import SITE
from tests.browser.looks import look
from tests.browser.pages import VIEWS, View, addresses, telling, visits

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def in_all_looks() -> set[str]:
    """Addresses of the pages that axe reads in each look; it reads all in the first."""
    return telling({address: _file(address) for address in addresses()})


def _file(address: str) -> Path:
    return (
        SITE / address if address.endswith(".html") else SITE / address / "index.html"
    )


@pytest.mark.parametrize(
    ("address", "view"),
    list(visits()),
    ids=lambda part: part.name if isinstance(part, View) else part or "home",
)
def test_page_has_no_fault(
    browser: Browser, site: str, in_all_looks: set[str], address: str, view: View
) -> None:
    axe = view is VIEWS[0] or address in in_all_looks

    found = look(browser, site + address, view, axe=axe)

    assert not found, faults.shown(found)


@pytest.mark.usefixtures("site")
def test_every_page_of_the_site_is_visited() -> None:
    built = {
        path.relative_to(SITE).as_posix().removesuffix("index.html")
        for path in SITE.rglob("*.html")
    }

    assert built == set(addresses())
