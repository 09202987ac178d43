"""One visit to a page, for all that is checked there."""

from collections.abc import Sequence
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page

from tests.browser import faults
from tests.browser.pages import View

_OPEN = "(all) => all.forEach((details) => { details.open = true; })"
_CLOSE = "(all) => all.forEach((details) => { details.open = false; })"
_DRAWN = """
() => new Promise(
  (done) => requestAnimationFrame(() => requestAnimationFrame(done)))
"""
_PANELS = ".snippet details"


def look(
    browser: Browser, address: str, *, axe: Sequence[View], layout: Sequence[View]
) -> dict[str, list[str]]:
    """Load a page once, check it in several views, and return the faults by check.

    The page is loaded in the first view. Then the window and the colour scheme change,
    as when a person turns their phone. axe-core runs in the views of ``axe``; widths
    and places are checked in those of ``layout``.
    """
    first = [*axe, *layout][0]
    context = browser.new_context(
        viewport=first.viewport, color_scheme=first.scheme, reduced_motion="reduce"
    )
    left = faults.watch_requests(context, urlsplit(address).netloc)
    responses = faults.watch_responses(context)
    page = context.new_page()
    with faults.complaints(page) as complaints:
        page.goto(address)
        found = {"first load": faults.weight(list(responses))}
        for view in axe:  # before the checks of places, which move the page
            _change(page, view)
            found[f"axe ({view.name})"] = faults.violations(page)
        for view in layout:
            _change(page, view)
            found |= {f"{what} ({view.name})": x for what, x in _layout(page).items()}
    context.close()
    found |= {"console": complaints, "requests that leave the host": left}
    return {check: texts for check, texts in found.items() if texts}


def _change(page: Page, view: View) -> None:
    page.emulate_media(color_scheme=view.scheme)
    page.set_viewport_size(view.viewport)
    page.evaluate(_DRAWN)  # by then the scripts of the theme know of the change


def _layout(page: Page) -> dict[str, list[str]]:
    """Return what is wrong with widths and places; the last check moves the page."""
    overflow = faults.overflow(page)
    page.eval_on_selector_all(_PANELS, _OPEN)
    overflow += faults.overflow(page)
    unreachable = faults.unreachable(page)
    page.eval_on_selector_all(_PANELS, _CLOSE)
    return {
        "wider than the screen": overflow,
        "rules out of view at their address": unreachable,
    }
