"""What an agent reads first: SKILL.md, which leads to the chapters, and llms.txt."""

from collections.abc import Iterator

from handbook.agents.markdown import CHAPTERS
from handbook.book.book import Book
from handbook.book.page import Page
from handbook.common.settings import site_url

NAME = "fastapi-handbook"

_HEAD = """\
---
name: {name}
description: >-
  Proven rules for FastAPI services with Pydantic, SQLAlchemy and PostgreSQL. Use it to
  set up a project, to write or review routes, schemas, dependencies, transactions,
  authentication and tests, and before a service goes into production.
---

# FastAPI handbook

Each chapter in `references/` holds rules with right and wrong code. The build of the
handbook ran all of it. The first line of each block names its file in the repository.

## How to use it

1. Find the chapter for the task in the lists below, and read it before you write code.
2. Follow each *must*. Follow each *should*, unless its section *When to choose
   otherwise* applies; name the reason in the pull request.
3. Copy the code under *Do*. The code under *Don't* shows a fault that a test measured.
4. In a review, name the ID of the rule that the code breaks.

"""

_INTRODUCTION = """\
# FastAPI handbook

> Proven rules for FastAPI services: the build ran each block of code, and a test or a
> tool shows each fault.

- [Rules as JSON]({site}/rules.json), with [a JSON Schema]({site}/rules.schema.json)
- [Skill for coding agents]({site}/skill/fastapi-handbook.zip)
"""


def skill(book: Book) -> str:
    """Return the skill's entry: when to use it, and the rules of each chapter."""
    return _HEAD.format(name=NAME) + "\n".join(_areas(book))


def _areas(book: Book) -> Iterator[str]:
    for area, chapters in book.areas.items():
        yield f"## {area}\n"
        for page in chapters:
            yield f"Read [{page.title}](references/{name_of(page)}).\n"
            yield from (f"- {r.id} ({r.level}): {r.statement}" for r in page.rules)
            yield ""


def name_of(page: Page) -> str:
    """Return the name of a chapter's file."""
    return page.path.removeprefix(CHAPTERS)


def llms(book: Book) -> str:
    """Return the index of the site for language models; see https://llmstxt.org."""
    lines = [_INTRODUCTION.format(site=site_url(book.root))]
    for area, chapters in book.areas.items():
        lines += [f"## {area}", ""]
        lines += [_entry(page, book) for page in chapters]
        lines.append("")
    return "\n".join(lines)


def _entry(page: Page, book: Book) -> str:
    address = f"{site_url(book.root)}/{page.path.removeprefix('docs/')}"
    return f"- [{page.title}]({address}): {len(page.rules)} rules"
