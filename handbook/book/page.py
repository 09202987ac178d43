"""A page of the handbook as its source says it: rules, and what each fence shows."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

import yaml
from mkdocs.utils.meta import get_data

from handbook.book import blocks, rules, superfences
from handbook.book.fences import Command, Fence, Recorded, Source, parse
from handbook.book.rules import Rule
from handbook.book.superfences import FoundFence
from handbook.common import strict_yaml
from handbook.common.errors import HandbookError
from handbook.common.files import read_text

_FRONT_MATTER = re.compile(r"---[ \t]*\n(.*?\n)(?:---|\.\.\.)[ \t]*\n", re.DOTALL)
_FENCE_START = re.compile(r"^[\s>]*(`{3,}|~{3,})")
ANTIPATTERNS = "examples/antipatterns/"


@dataclass(frozen=True)
class Shown:
    """A fence of a page and what it shows; ``line`` is that of the page's file."""

    line: int
    fence: Fence
    anchor: str


@dataclass(frozen=True)
class Waived:
    """A fence whose code is written by hand, for a reason that readers can see."""

    page: str
    line: int
    reason: str


@dataclass
class Page:
    """A page's source and what was read in it; ``faults`` are what is wrong with it.

    ``path`` is relative to the repository, ``offset`` the lines of front matter
    that a builder takes away before it converts the body. ``answers`` are the claims of
    other guides that the page as a whole follows or corrects.
    """

    path: str
    title: str
    body: str
    offset: int
    answers: Sequence[str] = ()
    rules: list[Rule] = field(default_factory=list["Rule"])
    shown: list[Shown] = field(default_factory=list["Shown"])
    waived: list[Waived] = field(default_factory=list["Waived"])
    faults: list[HandbookError] = field(default_factory=list["HandbookError"])

    @property
    def url(self) -> str:
        """The page's address below the site's root, ending with a slash."""
        name = self.path.removeprefix("docs/").removesuffix(".md")
        name = name.removesuffix("index")
        return name if not name or name.endswith("/") else f"{name}/"


def read_page(file: Path, root: Path) -> Page:
    """Read one page."""
    text = read_text(root, file.relative_to(root).as_posix())
    body, fields = get_data(text)
    if not text.endswith(body):
        raise HandbookError(
            "the front matter can't be told from the page",
            path=file.relative_to(root).as_posix(),
            line=1,
            fix="begin with ---, the fields as YAML, and ---",
        )
    offset = text.removesuffix(body).count("\n")
    title = re.search(r"^# (.+)$", body, re.MULTILINE)
    page = Page(
        file.relative_to(root).as_posix(),
        title[1] if title else file.stem,
        body,
        offset,
    )
    _check_front_matter(page)
    _read_answers(page, fields.get("answers", []))
    _read_fences(page, root)
    _read_rules(page, text)
    return page


def _check_front_matter(page: Page) -> None:
    """Refuse fields that the builder can't read: it would show them as text."""
    if page.offset or not re.match(r"---[ \t]*\n", page.body):
        return
    fields = _FRONT_MATTER.match(page.body)
    line, problem = 1, "is never closed by ---"
    if fields:
        line, problem = _yaml_problem(fields[1])
    page.faults.append(
        HandbookError(
            f"the front matter {problem}",
            path=page.path,
            line=line,
            fix="write one field in each line, and quote a value that holds a colon",
        )
    )


def _read_answers(page: Page, answers: object) -> None:
    """Read the claims that a page answers; one that is not in the ledger is a fault."""
    if not isinstance(answers, list):
        what, fix = "answers is no list", "write answers: [area.claim]"
        page.faults.append(HandbookError(what, path=page.path, line=1, fix=fix))
        return
    known = rules.ledger_ids()
    page.answers = [str(claim) for claim in answers]
    for claim in page.answers:
        if claim not in known:
            near = get_close_matches(claim, known, n=1)
            fix = f"did you mean {near[0]}?" if near else "see handbook/ledger.yaml"
            what = f"there is no claim {claim!r}"
            page.faults.append(HandbookError(what, path=page.path, line=1, fix=fix))


def _yaml_problem(fields: str) -> tuple[int, str]:
    try:
        strict_yaml.load(fields)
    except yaml.YAMLError as error:
        problem = getattr(error, "problem", None) or str(error)
        mark = getattr(error, "problem_mark", None)
        return 2 + mark.line if mark else 1, f"is no YAML: {problem}"
    return 1, "is no YAML: it holds no fields"


def _read_fences(page: Page, root: Path) -> None:
    found = superfences.collect(page.body)
    for fence in found:
        _read_fence(page, fence, root)
    inside = {line for fence in found for line in _lines(fence)}
    for number, line in enumerate(page.body.split("\n"), 1):
        if number not in inside and _FENCE_START.match(line):
            page.faults.append(
                HandbookError(
                    "a fence that isn't closed, or not indented as it began",
                    path=page.path,
                    line=number + page.offset,
                    fix="end it with the same marks at the same indent",
                )
            )


def _lines(fence: FoundFence) -> range:
    return range(fence.line, fence.line + fence.body.count("\n") + 3)


def _read_fence(page: Page, found: FoundFence, root: Path) -> None:
    line = found.line + page.offset
    if reason := found.options.get("waiver"):
        page.waived.append(Waived(page.path, line, reason))
        return
    try:
        fence = parse(found.language, found.body, root)
    except HandbookError as fault:
        page.faults.append(fault.at(page.path, line))
        return
    taken = {shown.anchor for shown in page.shown}
    page.shown.append(Shown(line, fence, _anchor(fence, taken)))


def _anchor(fence: Fence, taken: set[str]) -> str:
    match fence:
        case Source(span=span):
            words = span.reference.removeprefix("examples/").removeprefix("shop/")
        case Command(command=words) | Recorded(name=words):
            pass
    slug = "show-" + re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")
    number = 2
    anchor = slug
    while anchor in taken:
        anchor, number = f"{slug}-{number}", number + 1
    return anchor


def _read_rules(page: Page, text: str) -> None:
    try:
        outermost = blocks.scan(text, page.path)
    except HandbookError as fault:
        page.faults.append(fault)
        return
    for block in outermost:
        if block.name != "rule":
            continue
        try:
            rule = rules.read(block, page.path)
            _check_code(rule, page)
        except HandbookError as fault:
            page.faults.append(fault)
        else:
            page.rules.append(rule)


def _check_code(rule: Rule, page: Page) -> None:
    wrong = [shown for shown in page.shown if _is_wrong(shown)]
    right = [shown for shown in page.shown if not _is_wrong(shown)]
    for name, code, what in (("do", right, "right"), ("dont", wrong, "wrong")):
        section = rule.section(name)
        if section and not any(section.holds(shown.line) for shown in code):
            raise HandbookError(
                f"{rule.id}: its {name!r} section shows no {what} code",
                path=page.path,
                line=section.first,
                fix="show it with a fence and @include",
            )
    dont = rule.section("dont")
    for shown in wrong:
        if rule.block.holds(shown.line) and not (dont and dont.holds(shown.line)):
            raise HandbookError(
                f"{rule.id} shows wrong code outside of its 'dont' section",
                path=page.path,
                line=shown.line,
                fix="move the fence into /// dont",
            )


def _is_wrong(shown: Shown) -> bool:
    fence = shown.fence
    return isinstance(fence, Source) and fence.span.path.startswith(ANTIPATTERNS)
