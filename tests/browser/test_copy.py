import ast
from collections.abc import Iterator
from typing import TypedDict

import pytest
from playwright.sync_api import Locator, Page

from tests.browser.pages import FEW, chapters
from tests.browser.snippets import Claim, claim, claimed, comparable

pytestmark = pytest.mark.browser

SOURCES = ".snippet[data-kind=source]"
IMPORTS = ".snippet[data-kind=imports]"
MESSAGES = ".snippet[data-kind=diagnostic]"


@pytest.fixture(params=chapters())
def chapter(request: pytest.FixtureRequest, page: Page, site: str) -> Page:
    """Open a chapter and every panel in it."""
    page.goto(site + request.param)
    page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    return page


COPY = """
async (kind) => {
  const until = async (found) => {
    for (const end = performance.now() + 5000; !(await found()); ) {
      if (performance.now() > end) throw new Error(`nothing to copy: ${found}`);
      await new Promise(requestAnimationFrame);
    }
    return found();
  };
  const copies = [];
  for (const snippet of document.querySelectorAll(kind)) {
    if (!snippet.checkVisibility()) continue;
    snippet.scrollIntoView({ behavior: "instant" });  // the theme adds the button then
    const button = await until(() =>
      snippet.querySelector(":scope > .highlight button[data-md-type=copy]"));
    await navigator.clipboard.writeText("");
    button.click();
    const copied = await until(() => navigator.clipboard.readText());
    const { path = "", lines = "" } = snippet.dataset;
    const shown = snippet.querySelector(":scope > .highlight code").innerText;
    copies.push({ path, lines, copied, shown, text: snippet.innerText });
  }
  return copies;
}
"""


class Copy(TypedDict):
    """What a snippet names and shows, and what its button copies."""

    path: str
    lines: str
    copied: str
    shown: str
    text: str


def copies(page: Page, kind: str) -> list[Copy]:
    """Press the copy button of each visible snippet of a kind."""
    found: list[Copy] = page.evaluate(COPY, kind)
    return found


def copied(page: Page, snippet: Locator) -> str:
    """Press the copy button of a snippet with the pointer; return what it copies."""
    page.evaluate("navigator.clipboard.writeText('')")
    snippet.locator("> .highlight button[data-md-type=copy]").click()
    page.wait_for_function("async () => await navigator.clipboard.readText() !== ''")
    return str(page.evaluate("navigator.clipboard.readText()"))


def differences(page: Page, kind: str) -> Iterator[str]:
    """Yield the snippets of a kind that don't copy the lines which they name.

    What comes before those lines must be the imports that the snippet shows.
    """
    for copy in copies(page, kind):
        named = claimed(copy["path"], copy["lines"])
        expected = comparable("\n".join(named.lines()))
        found = comparable(copy["copied"])
        before, lines = found[: -len(expected)], found[-len(expected) :]
        head = [] if kind is SOURCES else comparable(copy["text"])
        if lines != expected or before != head or not imports(before):
            yield f"{named} copies as {found}"


def imports(lines: list[str]) -> bool:
    """Say whether all lines belong to imports."""
    statements = ast.parse("\n".join(lines)).body
    return all(isinstance(s, ast.Import | ast.ImportFrom) for s in statements)


def test_each_block_copies_its_own_lines(chapter: Page) -> None:
    assert chapter.locator(SOURCES).count() > 0
    assert list(differences(chapter, SOURCES)) == []
    assert list(differences(chapter, IMPORTS)) == []
    for message in copies(chapter, MESSAGES):
        assert message["copied"].strip() == message["shown"].strip()


@pytest.mark.parametrize("address", FEW)
def test_pointer_reaches_the_button(page: Page, site: str, address: str) -> None:
    page.goto(site + address)
    snippet = page.locator(SOURCES).filter(visible=True).first

    text = copied(page, snippet)

    assert comparable(text) == comparable("\n".join(claim(snippet).lines()))


@pytest.mark.parametrize("address", FEW)
def test_button_says_that_it_copies_the_imports_too(
    page: Page, site: str, address: str
) -> None:
    page.goto(site + address)

    button = page.locator(f"{IMPORTS} button").first

    assert button.get_attribute("aria-label") == "Copy the imports and the code"


def test_a_snippet_that_names_other_lines_is_found(page: Page, site: str) -> None:
    page.goto(site + chapters()[0])
    snippet = page.locator(SOURCES).first
    named = claim(snippet)
    first = named.ranges[0][0]

    snippet.evaluate("(s, lines) => { s.dataset.lines = lines }", f"{first}-{first}")

    assert next(differences(page, SOURCES)).startswith(
        f"{Claim(named.path, ((first, first),))}"
    )


def test_notes_are_no_part_of_the_copy(page: Page, site: str) -> None:
    address = next(a for a in chapters() if has_notes(page, site + a))
    page.goto(site + address)
    snippet = page.locator(SOURCES).filter(has=page.locator(".md-annotation")).first

    text = copied(page, snippet)

    assert "(1)" not in text
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


def has_notes(page: Page, address: str) -> bool:
    """Say whether a page has an annotated snippet."""
    page.goto(address)
    return page.locator(f"{SOURCES} .md-annotation").count() > 0


def test_line_of_a_file_page_stays_one_line(page: Page, site: str) -> None:
    page.goto(f"{site}code/app/core/tokens/")

    shown = page.locator(f"{SOURCES} code").first.inner_text()

    assert "from dataclasses import dataclass\n" in shown
