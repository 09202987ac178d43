from pathlib import Path

import pytest

from handbook.book.fences import Command, Recorded, Source, parse
from handbook.book.snippets import language_of
from handbook.common.errors import HandbookError
from tests.handbook.conftest import Write

CODE = """
    LIMIT = 10


    def double(value: int) -> int:
        return value + value


    def triple(value: int) -> int:
        return value * 3  # not a sum
    """


@pytest.fixture(autouse=True)
def repository(write: Write) -> None:
    write("examples/shop/app/sums.py", CODE)
    write("examples/shop/app/other.py", "X = 1\n")
    write("examples/shop/pyproject.toml", '[project]\nname = "shop"\n')
    write("pyproject.toml", '[project]\nname = "handbook"\n')


def source(body: str, root: Path) -> Source:
    fence = parse("python", body, root)
    assert isinstance(fence, Source)
    return fence


def test_include_shows_a_symbol_of_the_app(tmp_path: Path) -> None:
    span = source("@include app/sums.py::double", tmp_path).span

    assert span.path == "examples/shop/app/sums.py"
    assert span.text == "def double(value: int) -> int:\n    return value + value\n"


def test_several_includes_of_one_file_become_one_block(tmp_path: Path) -> None:
    body = "@include app/sums.py::triple\n@include app/sums.py::LIMIT"

    span = source(body, tmp_path).span

    assert [line.text for line in span.lines][:5] == [
        "LIMIT = 10",
        "",
        "# ...",
        "",
        "def triple(value: int) -> int:",
    ]


def test_highlights_and_notes_are_addressed_by_content(tmp_path: Path) -> None:
    body = (
        "@include app/sums.py::double\n"
        "@highlight def double\n"
        "@note value + value :: Adds it to itself."
    )

    fence = source(body, tmp_path)

    assert fence.highlights == (1,)
    assert [(line, note.words) for line, note in fence.notes] == [
        (2, "Adds it to itself.")
    ]


def test_command_has_a_folder_and_an_exit_code() -> None:
    fence = parse("console", "@run ruff check x.py\n@in examples\n@exit 1")

    assert fence == Command("ruff check x.py", "examples", 1)


def test_recorded_text_is_named_by_its_test() -> None:
    fence = parse("http", "@recorded tests/test_x.py::test_y :: created")

    assert fence == Recorded("tests/test_x.py::test_y", "created")


@pytest.mark.parametrize(
    ("language", "body", "message"),
    [
        ("python", "print(1)", "code written by hand: 'print(1)'"),
        ("python", "", "a fence shows one thing"),
        ("python", "@include app/sums.py\n@run ls", "a fence shows one thing"),
        ("python", "@inclde app/sums.py", "unknown directive @inclde"),
        ("python", "@include app/sum.py", "no file app/sum.py"),
        ("python", "@include app/sums.py::duble", "has no symbol 'duble'"),
        ("python", "@include app/sums.py:double", "names no file"),
        ("toml", "@include pyproject.toml", "could be examples/shop/pyproject.toml or"),
        ("toml", "@include app/sums.py", "shown as toml"),
        ("", "@include app/sums.py", "shown as nothing"),
        ("python", "@include app/sums.py\n@highlight valu", "is on 4 lines"),
        ("python", "@include app/sums.py\n@highlight nope", "is on 0 lines"),
        ("python", "@include app/sums.py\n@note nope :: x", "is on 0 lines"),
        ("python", "@include app/sums.py\n@note triple", "has no words"),
        ("python", "@include app/sums.py\n@note * 3 :: x", "has a comment"),
        (
            "python",
            "@include app/sums.py::double\n@note value + :: See [it](x.md).",
            "links to a source file",
        ),
        ("python", "@include app/sums.py\n@exit 1", "@exit has no place"),
        (
            "python",
            "@include app/sums.py::LIMIT\n@include app/other.py::X",
            "names of one file",
        ),
        ("console", "@run ls\n@exit one", "take one value each"),
        ("console", "@run", "take one value each"),
        ("http", "@recorded tests/test_x.py::test_y", "names no text"),
    ],
)
def test_faulty_fence_is_refused(
    tmp_path: Path, language: str, body: str, message: str
) -> None:
    with pytest.raises(HandbookError) as refused:
        parse(language, body, tmp_path)

    assert message in refused.value.message
    assert refused.value.fix


def test_missing_file_is_answered_with_its_namesakes(tmp_path: Path) -> None:
    with pytest.raises(HandbookError) as refused:
        parse("python", "@include app/core/sums.py", tmp_path)

    assert refused.value.fix == "did you mean examples/shop/app/sums.py?"


@pytest.mark.parametrize(
    ("name", "text", "noted"),
    [
        ("sums.py", 'TEXT = """one\n  two\n"""\n', "two"),
        ("sums.py", "TEXT = (1, \\\n    2)\n", "(1,"),
        ("some.yml", "run: |\n  echo one\n  echo two\n", "echo one"),
        ("some.json", '{"one": 1,\n "two": 2}\n', "one"),
        ("some.toml", 'text = """\none\n"""\n', "one"),
        ("some.txt", "one\ntwo\n", "one"),
    ],
)
def test_note_that_would_change_the_code_is_refused(
    tmp_path: Path, name: str, text: str, noted: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    language = language_of(name)

    with pytest.raises(HandbookError, match="would change the code"):
        parse(language, f"@include {name}\n@note {noted} :: Words.", tmp_path)


@pytest.mark.parametrize(
    ("name", "text", "noted"),
    [
        ("sums.py", "ONE = 1\n", "ONE"),
        ("some.yml", "run: one\n", "run"),
        ("some.toml", "one = 1\n", "one"),
    ],
)
def test_note_in_a_comment_is_accepted(
    tmp_path: Path, name: str, text: str, noted: str
) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")

    fence = parse(language_of(name), f"@include {name}\n@note {noted} :: W.", tmp_path)

    assert isinstance(fence, Source)
