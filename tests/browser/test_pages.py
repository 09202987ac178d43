from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import faults
from tests.browser.conftest import SITE
from tests.browser.looks import look
from tests.browser.pages import LAYOUTS, VIEWS, addresses, telling

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def loaded_in_all_views() -> set[str]:
    """Addresses of the pages that are loaded, and read by axe, once for each view."""
    return telling({address: _file(address) for address in addresses()})


def _file(address: str) -> Path:
    return (
        SITE / address if address.endswith(".html") else SITE / address / "index.html"
    )


@pytest.mark.parametrize("address", addresses(), ids=lambda part: part or "home")
def test_page_has_no_fault(
    browser: Browser, site: str, loaded_in_all_views: set[str], address: str
) -> None:
    loads = [[view] for view in VIEWS] if address in loaded_in_all_views else [LAYOUTS]

    for views in loads:
        found = look(browser, site + address, views)
        assert not found, faults.shown(found)


@pytest.mark.usefixtures("site")
def test_every_page_of_the_site_is_visited() -> None:
    built = {
        path.relative_to(SITE).as_posix().removesuffix("index.html")
        for path in SITE.rglob("*.html")
    }

    assert built == set(addresses())
