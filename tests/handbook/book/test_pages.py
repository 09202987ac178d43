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


def test_front_matter_that_is_not_yaml_is_part_of_the_page(tmp_path: Path) -> None:
    body, offset, _ = read(tmp_path, f"---\ntitle: [\n---\n{BODY}")

    assert (body.count("---"), offset) == (2, 0)


def test_page_in_another_encoding_is_refused_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "docs" / "x.md"
    file.parent.mkdir()
    file.write_bytes("# Bücher\n".encode("latin-1"))

    with pytest.raises(HandbookError, match=r"docs/x\.md.*UTF-8"):
        read_page(file, tmp_path)
