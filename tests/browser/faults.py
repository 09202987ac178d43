"""What can be wrong with a page, each as a function that names the faults."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from urllib.parse import urlsplit

from playwright.sync_api import (
    BrowserContext,
    ConsoleMessage,
    Error,
    Page,
    Response,
    Route,
)

from handbook.check.weight import compressed

_AXE = (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")

# A page has some dozen looks of text. Contrast is judged on three elements of each
# colour, size and weight on each ground that can be seen: of one alone axe may not be
# sure, when a button lies on it. To judge all would take most of axe's time.
_MARK_KNOWN_LOOKS = """
() => {
  const grounds = new Map([[null, ""]]);
  const ground = (element) => {
    if (!grounds.has(element)) {
      const {backgroundColor, backgroundImage, opacity} = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity].join();
      grounds.set(element, ground(element.parentElement) + ";" + own);
    }
    return grounds.get(element);
  };
  const hasText = (element) => [...element.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const isCut = (element) => {
    const block = element.closest("pre");
    const edge = block ? block.getBoundingClientRect().right : Infinity;
    return element.getBoundingClientRect().right > edge;
  };
  const judged = new Map();
  for (const element of document.body.querySelectorAll("*")) {
    if (!hasText(element) || !element.checkVisibility() || isCut(element)) continue;
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(element);
    const look = [color, fontSize, fontWeight, textShadow, ground(element)].join();
    const times = judged.get(look) ?? 0;
    element.toggleAttribute("data-known-look", times >= 3);
    judged.set(look, times + 1);
  }
}
"""

_CONTRAST = {"id": "color-contrast", "selector": "*:not([data-known-look])"}

_VIOLATIONS = """
async () => (await axe.run({resultTypes: ["violations"]})).violations.map(
  (rule) => `${rule.impact} ${rule.id}: ` + rule.nodes.map((node) =>
    `${node.target} ${node.any.concat(node.all, node.none)
      .map((check) => check.message).join("; ")}`).join(" | "))
"""

_WIDER = """
() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const clipped = (element) => {
    for (let up = element.parentElement; up.parentElement; up = up.parentElement)
      if (getComputedStyle(up).overflowX !== "visible") return true;
    return false;
  };
  return [...document.body.querySelectorAll("*")]
    .filter((e) => e.getBoundingClientRect().right > width + 1 && !clipped(e))
    .map((e) => `${e.tagName.toLowerCase()}.${e.className} is wider than the page`)
    .concat(`the page is ${document.documentElement.scrollWidth} wide, not ${width}`);
}
"""


@contextmanager
def complaints(page: Page) -> Iterator[list[str]]:
    """Collect the errors and warnings of the console, and uncaught exceptions."""
    found: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            found.append(f"{message.type}: {message.text}")

    def note_exception(error: Error) -> None:
        found.append(f"exception: {error.message}")

    page.on("console", note)
    page.on("pageerror", note_exception)
    yield found
    page.remove_listener("console", note)
    page.remove_listener("pageerror", note_exception)


def watch_requests(context: BrowserContext, host: str) -> list[str]:
    """Return a list that grows by each request that would leave ``host``.

    Such a request is stopped, so that a check never depends on another's server.
    """
    left: list[str] = []

    def stop(route: Route) -> None:
        address = urlsplit(route.request.url)
        if address.scheme in {"http", "https"} and address.netloc != host:
            left.append(route.request.url)
            route.abort()
        else:
            route.continue_()

    context.route("**/*", stop)
    return left


FIRST_LOAD = 150
"""The most that a page and all that it loads at once may have, in KB compressed."""

_SEARCH = ("search.json", "rank.js")


def watch_responses(context: BrowserContext) -> list[Response]:
    """Return a list that grows by each response."""
    responses: list[Response] = []

    def note(response: Response) -> None:
        responses.append(response)

    context.on("response", note)
    return responses


def weight(responses: list[Response]) -> list[str]:
    """Return whether a first load is above its budget, or loads the search's index."""
    sizes = {r.url: compressed(r.body()) / 1024 for r in responses if r.ok}
    found = [
        f"{url} is loaded before the search is opened"
        for url in sizes
        if url.endswith(_SEARCH)
    ]
    if sum(sizes.values()) <= FIRST_LOAD:
        return found
    parts = ", ".join(f"{url} {size:.0f}" for url, size in sizes.items())
    words = f"{sum(sizes.values()):.0f} KB, {FIRST_LOAD} are allowed: {parts}"
    return [*found, words]


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, of every impact and by every rule of its default."""
    page.evaluate(_AXE)
    page.evaluate(_MARK_KNOWN_LOOKS)
    page.evaluate("(rule) => axe.configure({rules: [rule]})", _CONTRAST)
    return list(page.evaluate(_VIOLATIONS))


def overflow(page: Page) -> list[str]:
    """Return what makes the page scroll sideways."""
    return list(page.evaluate(_WIDER))


def unreachable(page: Page) -> list[str]:
    """Return the ids of rules whose address doesn't bring the rule into view."""
    ids: list[str] = page.evaluate(
        "() => [...document.querySelectorAll('.rule > h3')].map((h) => h.id)"
    )
    return [anchor for anchor in ids if not page.evaluate(_COMES_INTO_VIEW, arg=anchor)]


_COMES_INTO_VIEW = """
(id) => {
  if (!id) return false;
  location.hash = "";
  window.scrollTo({top: 0, behavior: "instant"});
  location.hash = id;
  const top = document.getElementById(id).getBoundingClientRect().top;
  const header = document.querySelector(".md-header");
  const below = header ? header.getBoundingClientRect().bottom : 0;
  return top >= below - 1 && top < window.innerHeight;
}
"""


def shown(found: list[str] | dict[str, list[str]]) -> str:
    """Return faults, or faults by check, as lines of an assertion's message."""
    return json.dumps(found, indent=2, ensure_ascii=False)
