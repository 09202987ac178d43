"""What coding agents load from the built site."""

import ast
import re
import zipfile
from pathlib import Path
from textwrap import dedent

import pytest
import yaml

from handbook.check.markdown_blocks import markdown_blocks
from tests.browser.conftest import SITE

pytestmark = pytest.mark.browser

SKILL = SITE / "skill" / "fastapi-handbook"
CHAPTERS = sorted((SKILL / "references").glob("*.md"))


def test_skill_names_itself_and_leads_to_every_chapter() -> None:
    text = (SKILL / "SKILL.md").read_text(encoding="utf-8")
    fields = yaml.safe_load(text.split("---\n")[1])
    named = set(re.findall(r"\(references/([\w-]+\.md)\)", text))

    assert fields["name"] == SKILL.name
    assert 0 < len(fields["description"]) <= 1024
    assert named == {chapter.name for chapter in CHAPTERS}


def test_archive_holds_what_the_folder_holds() -> None:
    with zipfile.ZipFile(SKILL.with_suffix(".zip")) as archive:
        packed = {name for name in archive.namelist() if not name.endswith("/")}

    files = (file for file in SKILL.rglob("*") if file.is_file())
    assert packed == {file.relative_to(SKILL.parent).as_posix() for file in files}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda file: file.stem)
def test_chapter_holds_no_directive_and_only_code_that_parses(chapter: Path) -> None:
    text = chapter.read_text(encoding="utf-8")

    assert not re.search(r"^(@\w+ |/{3,})", text, re.MULTILINE)
    for block in markdown_blocks(text):
        if block.attributes.get("data-path", "").endswith(".py"):
            ast.parse(dedent(block.text))


def test_index_leads_to_files_of_this_site() -> None:
    index = (SITE / "llms.txt").read_text(encoding="utf-8")
    links = re.findall(r"\]\(https://[^/]+/[\w.-]+/([^)]+)\)", index)

    assert len(links) > len(CHAPTERS)
    assert [link for link in links if not (SITE / link).is_file()] == []
