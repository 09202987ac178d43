"""The parts of pages that are computed from the whole handbook."""

import ast
import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from pathlib import Path, PurePosixPath

from handbook.book import code_pages
from handbook.book.book import Book, relative
from handbook.book.page import ANTIPATTERNS, Page
from handbook.book.rules import Rule, ledger_ids
from handbook.common.files import parse, read_text
from handbook.common.markup import bullets, element, link, text
from handbook.proof.store import TOOLS
from handbook.render.render import proof_of

SESSIONS_FILE = "build/sessions.json"
"""How each session of the last runs ended, and how long it took."""


def _rule_url(rule: Rule, book: Book, page: Page) -> str:
    return relative(book.address_of(rule), page)


def catalogue(book: Book, page: Page) -> str:
    """Return a table of the rules of each chapter, area by area.

    ``docs/assets/rules.js`` filters the rows by their data attributes.
    """
    return "".join(
        element(
            "section",
            element("h2", text(area), id=f"rules-{_slug(area)}")
            + "".join(_chapter(one, area, book, page) for one in chapters),
            data_area=_slug(area),
        )
        for area, chapters in book.areas.items()
    )


def _slug(title: str) -> str:
    return title.lower().replace(" ", "-")


def _chapter(chapter: Page, area: str, book: Book, page: Page) -> str:
    table = _rule_table(chapter, book, page)
    if chapter.title == area:
        return table
    anchor = f"rules-{_slug(area)}-{_slug(chapter.title)}"
    return element("section", element("h3", text(chapter.title), id=anchor) + table)


_COLUMNS = ("Rule", "Level", "Statement", "On your code", "Changed")


def _rule_table(chapter: Page, book: Book, page: Page) -> str:
    head = "".join(element("th", name, scope="col") for name in _COLUMNS)
    rows = "".join(_rule_row(rule, book, page) for rule in chapter.rules)
    table = element("thead", element("tr", head)) + element("tbody", rows)
    return element("table", table)


def _rule_row(rule: Rule, book: Book, page: Page) -> str:
    changed = rule.changed.isoformat()
    return element(
        "tr",
        element("td", link(rule.id, _rule_url(rule, book, page)))
        + element("td", rule.level)
        + element("td", text(rule.statement))
        + element("td", _on_your_code(rule))
        + element("td", element("time", changed)),
        data_level=rule.level,
        data_found_by="tool" if rule.tools else "person",
        data_changed=changed,
    )


_KINDS: Mapping[str, str] = {
    "imports": "import-linter",
    "pytest": "pytest's settings",
    "database": "the server's settings",
    "test": "a test to copy",
}
"""What finds a violation, where it is no tool with codes."""


def _on_your_code(rule: Rule) -> str:
    """Return what finds a violation; without a tool also what a person looks for."""
    kinds: dict[str, list[str]] = {}
    for one in rule.tools:
        kinds.setdefault(one.kind, []).append(one.value)
    found = ", ".join(_found_by(kind, values) for kind, values in kinds.items())
    if kinds.keys() - {"test", "database"}:
        return found
    questions = [text(one.value) for one in rule.enforce if one not in rule.tools]
    return ". ".join(filter(None, [found, *questions]))


def _found_by(kind: str, values: Sequence[str]) -> str:
    name = _KINDS.get(kind, kind)
    if kind == "test":
        tests = (value.partition("::")[2] for value in values)
        codes = [element("code", test, class_="test-name") for test in tests]
    else:
        codes = [element("code", v) for v in values] if kind in TOOLS else []
    return " ".join([name, *codes])


def checklist(book: Book, page: Page) -> str:
    """Return the rules of this chapter as a list to go through."""
    return bullets(
        (
            f"{link(rule.id, _rule_url(rule, book, page))} "
            f"{element('span', rule.level, class_='rule-level')} {text(rule.statement)}"
            for rule in page.rules
        ),
        "checklist",
    )


def musts(book: Book, page: Page) -> str:
    """Return the rules of the highest level, area by area."""
    return "".join(
        element("h2", text(area), id=f"musts-{_slug(area)}") + bullets(found)
        for area, chapters in book.areas.items()
        if (found := [_must(r, book, page) for c in chapters for r in _musts_of(c)])
    )


def _musts_of(chapter: Page) -> list[Rule]:
    return [rule for rule in chapter.rules if rule.level == "must"]


def _must(rule: Rule, book: Book, page: Page) -> str:
    return f"{link(rule.id, _rule_url(rule, book, page))} {text(rule.statement)}"


def files(book: Book, page: Page) -> str:
    """Return the files of the app, folder by folder, with what each one is for."""
    paths = code_pages.files(book.root)
    folders = groupby(sorted(paths, key=_folder), key=_folder)
    return "".join(
        element("h2", element("code", folder), id=folder.strip("/").replace("/", "-"))
        + bullets(_file(path, book, page) for path in inside)
        for folder, inside in folders
    )


def _folder(path: str) -> str:
    return f"{PurePosixPath(path).parent}/".removeprefix(code_pages.SOURCES)


def _file(path: str, book: Book, page: Page) -> str:
    home = relative(code_pages.url_of(path), page)
    name = path.removeprefix(code_pages.SOURCES)
    docstring = ast.get_docstring(parse(read_text(book.root, path), path)) or ""
    first = docstring.partition("\n\n")[0].replace("\n", " ")
    return f"{link(f'`{name}`', home)}: {text(first)}"


def waivers(book: Book, page: Page) -> str:
    """Return every block of code that is shown without a proof, and why."""
    if not book.waived:
        return element("p", "There is none.")
    urls = {p.path: p.url for p in book.pages}
    return bullets(
        f"{link(waived.page, relative(urls[waived.page], page))}, "
        f"line {waived.line}: {text(waived.reason)}"
        for waived in book.waived
    )


def numbers(book: Book, _: Page) -> str:
    """Return what this build counted and measured."""
    proof = proof_of(book)
    sources = [fence.span for _, _, fence in book.sources]
    wrong = {span.path for span in sources if span.path.startswith(ANTIPATTERNS)}
    shown = sum(len(p.shown) for p in book.pages)
    counts = {
        "rules": len(book.rules),
        f"of {len(ledger_ids())} claims of other guides answered": len(book.answered),
        "pieces of code and output": shown,
        "tests that ran them": len(proof.tests) if proof else 0,
        "wrong examples with a witness": len(wrong),
        "waivers": len(book.waived),
    }
    tiles = "".join(
        element("div", element("dt", name) + element("dd", str(number)))
        for name, number in counts.items()
    )
    return element("dl", tiles, class_="numbers") + _seconds(book.root)


def _seconds(root: Path) -> str:
    sessions = read_sessions(root)
    if not sessions:
        return ""
    took = ", ".join(
        f"{element('code', name)} {seconds:.0f} s" for name, seconds in sessions.items()
    )
    return element("p", f"The checks of this build took: {took}.", class_="sessions")


def read_sessions(root: Path) -> Mapping[str, float]:
    """Return the seconds that each session took when it last passed."""
    file = root / SESSIONS_FILE
    if not file.exists():
        return {}
    sessions = json.loads(file.read_text(encoding="utf-8"))
    return {name: float(entry["seconds"]) for name, entry in sessions.items()}
