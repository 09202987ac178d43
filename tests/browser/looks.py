"""One look at a page, for all that is checked there."""

from urllib.parse import urlsplit

from playwright.sync_api import Browser

from tests.browser import faults
from tests.browser.pages import View

_OPEN = "document.querySelectorAll('.snippet details').forEach(d => d.open = true)"


def look(
    browser: Browser, address: str, view: View, *, axe: bool
) -> dict[str, list[str]]:
    """Load a page once, run each check on it, and return the faults by check.

    The checks that move the page run last. ``axe`` says whether axe-core runs too.
    """
    context = browser.new_context(
        viewport=view.viewport, color_scheme=view.scheme, reduced_motion="reduce"
    )
    left = faults.watch_requests(context, urlsplit(address).netloc)
    responses = faults.watch_responses(context)
    page = context.new_page()
    with faults.complaints(page) as complaints:
        page.goto(address)
        heavy = faults.weight(list(responses))
        overflow = faults.overflow(page)
        violations = faults.violations(page) if axe else []
        page.evaluate(_OPEN)
        overflow += faults.overflow(page)
        unreachable = faults.unreachable(page)
    context.close()
    found = {
        "console": complaints,
        "requests that leave the host": left,
        "first load": heavy,
        "axe": violations,
        "wider than the screen": overflow,
        "rules out of view at their address": unreachable,
    }
    return {check: texts for check, texts in found.items() if texts}
