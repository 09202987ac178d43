from collections.abc import Callable
from pathlib import Path

import pytest

from handbook.common.errors import HandbookError
from handbook.prove.header import read_header

type Write = Callable[[str, str], Path]

PATH = "examples/antipatterns/sums.py"
RIGHT = 'right = "examples/patterns/sums.py"'
HARM = 'harm = "tests/antipatterns/test_sums.py::test_it"'


@pytest.fixture
def read(write: Write, tmp_path: Path) -> Callable[..., object]:
    write("examples/patterns/sums.py", "X = 1\n")
    write("tests/antipatterns/test_sums.py", "def test_it(): ...\n")

    def read_written(*fields: str, code: str = "X = 2\n") -> object:
        header = "".join(f"# {field}\n" for field in fields)
        write(PATH, f"# /// bad\n{header}# ///\n{code}")
        return read_header(tmp_path, PATH)

    return read_written


def test_header_is_read(read: Callable[..., object]) -> None:
    header = read(
        'ruff = ["B904", "A001"]',
        "mypy = []",
        'ast-grep = ["REL-004-offset", "DB-009"]',
        'also = { DB-014 = "it needs the tables" }',
        HARM,
        RIGHT,
    )

    assert vars(header) == {
        "path": PATH,
        "lines": 8,
        "right": "examples/patterns/sums.py",
        "ruff": ("A001", "B904"),
        "mypy": (),
        "basedpyright": (),
        "ast_grep": ("DB-009", "REL-004-offset"),
        "also": {"DB-014": "it needs the tables"},
        "harm": "tests/antipatterns/test_sums.py::test_it",
    }


@pytest.mark.parametrize(
    ("fields", "line", "words"),
    [
        ((HARM,), 1, "lacks 'right'"),
        ((HARM, RIGHT, "pylint = []"), 4, "unknown field 'pylint'"),
        ((HARM, RIGHT, "mipy = []"), 4, "did you mean mypy\\?"),
        ((RIGHT, HARM.replace("harm", "harmful")), 3, "did you mean harm\\?"),
        ((HARM, "right ="), 3, "no TOML"),
        ((RIGHT, 'ruff = "B904"'), 3, "ruff: Input should be a valid list"),
        ((HARM, 'right = "examples/gone.py"'), 3, "no right code examples/gone.py"),
        ((RIGHT,), 1, "nothing proves this wrong"),
        ((RIGHT, 'ast-grep = ["DB-009"]'), 1, "nothing proves this wrong"),
        ((HARM, RIGHT, 'ast_grep = ["DB-009"]'), 4, "did you mean ast-grep\\?"),
        ((HARM, RIGHT, 'also = { DB-009 = " " }'), 4, "DB-009 needs a reason"),
        ((HARM, RIGHT, 'also = ["DB-009"]'), 4, "also: Input should be a valid dict"),
        (
            (HARM, RIGHT, 'ast-grep = ["DB-009"]', 'also = { DB-009 = "it" }'),
            5,
            "is no code of ast-grep",
        ),
        ((RIGHT, 'harm = "tests/test_gone.py::test_it"'), 3, "there is no test"),
        ((RIGHT, HARM.replace("_it", "_gone")), 3, "there is no test"),
        ((RIGHT, HARM.replace("_it", "_it[sqlite]")), 3, "not the id of a test"),
    ],
)
def test_faulty_header_is_refused_at_its_line(
    read: Callable[..., object], fields: tuple[str, ...], line: int, words: str
) -> None:
    with pytest.raises(HandbookError, match=words) as refused:
        read(*fields)

    assert (refused.value.path, refused.value.line) == (PATH, line)


@pytest.mark.parametrize(
    "comment", ["noqa: B904", "type: ignore", "pyright: ignore", "ast-grep-ignore"]
)
def test_silenced_tool_is_refused(read: Callable[..., object], comment: str) -> None:
    with pytest.raises(HandbookError, match="silences a tool") as refused:
        read(HARM, RIGHT, code=f"X = 2  # {comment}\n")

    assert refused.value.line == 5


def test_antipattern_without_header_is_refused(write: Write, tmp_path: Path) -> None:
    write(PATH, "X = 1\n")

    with pytest.raises(HandbookError, match="begins with its header"):
        read_header(tmp_path, PATH)


def test_header_of_settings_names_a_harm_test(write: Write, tmp_path: Path) -> None:
    write("examples/patterns/sums.py", "X = 1\n")
    write("tests/antipatterns/test_sums.py", "def test_it(): ...\n")
    path = "examples/antipatterns/Dockerfile.latest"
    fields = f"# {RIGHT}\n# {HARM}\n"

    write(path, f"# /// bad\n{fields}# ///\nFROM base:latest\n# noqa\n")
    assert read_header(tmp_path, path).lines == 4

    write(path, f'# /// bad\n{fields}# ruff = ["B904"]\n# ///\nFROM base:latest\n')
    with pytest.raises(HandbookError, match="read Python alone"):
        read_header(tmp_path, path)
