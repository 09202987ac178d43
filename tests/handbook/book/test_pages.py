from pathlib import Path

import pytest
from markdown import Markdown

from handbook.book.page import read_page
from handbook.common.errors import HandbookError
from handbook.render.markdown import ChapterError

BODY = "# Title\n\nWords.\n"


def read(tmp_path: Path, text: str) -> tuple[str, int, str]:
    file = tmp_path / "docs" / "x.md"
    file.parent.mkdir()
    file.write_bytes(text.encode())
    page = read_page(file, tmp_path)
    return page.body, page.offset, page.title


@pytest.mark.parametrize(
    ("front", "lines"),
    [
        pytest.param("", 0, id="none"),
        pytest.param("---\ntitle: X\n---\n\n", 4, id="plain"),
        pytest.param("---\ntitle: X\n---  \n", 3, id="trailing-blanks"),
        pytest.param("---\ntitle: X\n...\n\n", 4, id="closed-by-dots"),
        pytest.param("\ufeff---\ntitle: X\n---\n", 3, id="byte-order-mark"),
        pytest.param("---\r\ntitle: X\r\n---\r\n", 3, id="windows"),
        pytest.param("title: X\n\n", 2, id="without-dashes"),
    ],
)
def test_page_is_the_text_that_the_builder_converts(
    tmp_path: Path, front: str, lines: int
) -> None:
    assert read(tmp_path, front + BODY) == (BODY, lines, "Title")


def test_text_of_no_page_stops_the_build() -> None:
    converter = Markdown(extensions=["handbook.render.markdown"])

    with pytest.raises(ChapterError, match="this text is that of no page"):
        converter.convert("# Nowhere\n")


@pytest.mark.parametrize(
    ("fields", "line"),
    [("title: [\n", 3), ("a: b\ntitle: X description: Y\n", 3), ("only words\n", 1)],
)
def test_front_matter_that_the_builder_would_show_is_a_fault(
    tmp_path: Path, fields: str, line: int
) -> None:
    file = tmp_path / "docs" / "x.md"
    file.parent.mkdir()
    file.write_text(f"---\n{fields}---\n{BODY}")

    [fault] = read_page(file, tmp_path).faults

    assert (fault.path, fault.line) == ("docs/x.md", line)
    assert fault.message.startswith("the front matter is no YAML: ")


def test_rule_between_paragraphs_is_no_front_matter(tmp_path: Path) -> None:
    file = tmp_path / "docs" / "x.md"
    file.parent.mkdir()
    file.write_text(f"{BODY}\n---\n\nMore.\n\n---\n")

    assert read_page(file, tmp_path).faults == []


def test_page_in_another_encoding_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "docs" / "x.md"
    file.parent.mkdir()
    file.write_bytes("# Bücher\n".encode("latin-1"))

    with pytest.raises(HandbookError, match=r"docs/x\.md.*UTF-8"):
        read_page(file, tmp_path)


@pytest.mark.parametrize(
    ("answers", "what"),
    [
        pytest.param("[database.eco]", "there is no claim 'database.eco'", id="typo"),
        pytest.param("database.echo", "answers is no list", id="no-list"),
    ],
)
def test_page_that_answers_no_claim_of_the_ledger_is_a_fault(
    tmp_path: Path, answers: str, what: str
) -> None:
    file = tmp_path / "docs" / "x.md"
    file.parent.mkdir()
    file.write_text(f"---\nanswers: {answers}\n---\n{BODY}")

    [fault] = read_page(file, tmp_path).faults

    assert fault.message == what


def test_claims_that_a_page_answers_are_read(tmp_path: Path) -> None:
    file = tmp_path / "docs" / "x.md"
    file.parent.mkdir()
    file.write_text(f"---\nanswers: [database.echo]\n---\n{BODY}")

    page = read_page(file, tmp_path)

    assert (page.answers, page.faults) == (["database.echo"], [])
