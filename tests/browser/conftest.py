"""One browser and one server for all checks of the built site."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.browsers import NoBrowserError, start
from tests.browser.served import serve

SITE = Path(__file__).parents[2] / "build" / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the built site, below a folder as on Pages."""
    if not (SITE / "index.html").exists():
        pytest.fail("there is no site to check: build it with uvx nox -s site")
    root = tmp_path_factory.mktemp("pages")
    (root / "handbook").symlink_to(SITE)
    with serve(root) as address:
        yield f"{address}/handbook/"


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The browser of the machine; without one every check fails and says why."""
    with sync_playwright() as playwright:
        try:
            running = start(playwright.chromium)
        except NoBrowserError as error:
            pytest.fail(str(error))
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """A visitor at a desk, who lets the site use the clipboard."""
    visitor = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    visitor.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """An empty page of that visitor."""
    return context.new_page()
