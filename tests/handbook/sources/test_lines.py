import ast
from pathlib import Path

import pytest

from handbook.book.snippets import read_span
from handbook.common.files import ROOT
from handbook.sources.lines import split_lines

NOT_A_LINE_END = ["\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"]
HANDBOOK = sorted(
    path.relative_to(ROOT).as_posix() for path in (ROOT / "handbook").rglob("*.py")
)


@pytest.mark.parametrize("character", NOT_A_LINE_END, ids=ascii)
def test_shown_lines_are_those_of_the_interpreter(
    tmp_path: Path, character: str
) -> None:
    source = (
        f"# One{character}line.\nTEXT = '{character}'\n\n\ndef half():\n    return 2\n"
    )
    (tmp_path / "halves.py").write_text(source, encoding="utf-8")

    span = read_span("halves.py::half", tmp_path)

    assert span.text == "def half():\n    return 2\n"
    assert span.ranges == ((5, 6),)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=ascii)
def test_line_ends_at_each_newline_of_python(end: str) -> None:
    assert split_lines(f"one{end}two{end}") == ["one", "two"]
    assert split_lines(f"one{end}{end}two") == ["one", "", "two"]


def test_empty_text_has_no_lines() -> None:
    assert split_lines("") == []


@pytest.mark.parametrize("path", HANDBOOK)
def test_machinery_has_one_notion_of_a_line(path: str) -> None:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    names = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}

    assert "splitlines" not in names
