"""Write what agents read into a built site."""

import json
import shutil
from pathlib import Path

from handbook.agents import records, skill
from handbook.agents.markdown import CHAPTERS, markdown_of
from handbook.book import code_pages
from handbook.book.book import Book
from handbook.proof.store import Proof

SKILL = "skill"
"""The folder of the skill below the root of the site."""


def write(book: Book, proof: Proof, site: Path) -> None:
    """Write each page as Markdown, the rules as JSON, and the skill as a ZIP file."""
    for page in book.pages:
        if not page.path.startswith(code_pages.PAGES):
            text = markdown_of(page, book, proof)
            _put(site / page.path.removeprefix("docs/"), text)
            if page.path.startswith(CHAPTERS):
                name = skill.name_of(page)
                _put(site / SKILL / skill.NAME / "references" / name, text)
    _put(site / SKILL / skill.NAME / "SKILL.md", skill.skill(book))
    _put(site / "llms.txt", skill.llms(book))
    text = records.records(book, proof).model_dump_json(indent=1)
    _put(site / "rules.json", f"{text}\n")
    _put(site / "rules.schema.json", json.dumps(records.schema(), indent=1) + "\n")
    shutil.make_archive(str(site / SKILL / skill.NAME), "zip", site / SKILL, skill.NAME)


def _put(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
