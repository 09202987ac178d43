"""One browser and one server for all checks of the built site."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.browsers import start
from tests.browser.served import serve

SITE = Path(__file__).parents[2] / "build" / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the built site below a folder, as on Pages, and yield its address."""
    if not (SITE / "index.html").exists():
        pytest.fail("there is no site to check: build it with uvx nox -s site")
    folder = _folder((SITE / "index.html").read_text(encoding="utf-8"))
    root = tmp_path_factory.mktemp("pages")
    (root / folder).symlink_to(SITE)
    with serve(root) as address:
        yield f"{address}/{folder}/"


def _folder(home: str) -> str:
    """Return the folder below its host in which the site believes to lie."""
    canonical = re.search(r'rel="canonical" href="https?://[^/]+/([\w.-]+)/"', home)
    if not canonical:
        pytest.fail("site_url in mkdocs.yml must name a folder, as Pages gives it one")
    return canonical[1]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Start the machine's browser; without one every check fails and says why."""
    with sync_playwright() as playwright, start(playwright.chromium) as running:
        yield running


@pytest.fixture
def context(browser: Browser, site: str) -> Iterator[BrowserContext]:
    """Open a visitor's browser at a desk, with the clipboard free for the site."""
    visitor = browser.new_context(
        viewport={"width": 1280, "height": 900}, reduced_motion="reduce"
    )
    visitor.grant_permissions(["clipboard-read", "clipboard-write"], origin=site)
    yield visitor
    visitor.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Open an empty page for that visitor."""
    return context.new_page()


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[tuple[Path, str]]:
    """Serve an empty folder."""
    with serve(tmp_path) as address:
        yield tmp_path, address
