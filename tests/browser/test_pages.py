from collections.abc import Sequence
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import faults
from tests.browser.conftest import SITE
from tests.browser.looks import look
from tests.browser.pages import DESKS, LAYOUTS, PHONES, View, addresses, telling

pytestmark = pytest.mark.browser


@pytest.fixture(scope="session")
def read_in_all_views() -> set[str]:
    """Return the addresses of the pages that axe reads in each view."""
    return telling({address: _file(address) for address in addresses()})


def _file(address: str) -> Path:
    return (
        SITE / address if address.endswith(".html") else SITE / address / "index.html"
    )


def _loads(*, in_all_views: bool) -> list[tuple[Sequence[View], Sequence[View]]]:
    """Return for each load of a page the views of axe, and those of its layout."""
    if in_all_views:
        return [(PHONES, PHONES[:1]), (DESKS, DESKS[:1])]
    return [(LAYOUTS[:1], LAYOUTS)]


@pytest.mark.parametrize("address", addresses(), ids=lambda part: part or "home")
def test_page_has_no_fault(
    browser: Browser, site: str, read_in_all_views: set[str], address: str
) -> None:
    for axe, layout in _loads(in_all_views=address in read_in_all_views):
        found = look(browser, site + address, axe=axe, layout=layout)
        assert not found, faults.shown(found)


@pytest.mark.usefixtures("site")
def test_every_page_of_the_site_is_visited() -> None:
    built = {
        path.relative_to(SITE).as_posix().removesuffix("index.html")
        for path in SITE.rglob("*.html")
    }

    assert built == set(addresses())
