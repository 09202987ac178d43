"""A handbook that has one of each kind of file, and edits of them."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

type Edit = Callable[[Path], object]

REGISTRY = """
    KNOWN: list[str] = []


    def add(name: str) -> None:
        KNOWN.append(name)


    def first() -> str:
        if KNOWN:
            return KNOWN[0]
        return "none"
"""
CALLED = """
    def size() -> int:
        return 3


    def colour() -> str:
        return "red"
"""
SCRIPT = """
    print("hello")
"""
SOURCES = {
    "examples/patterns/registry.py": REGISTRY,
    "examples/patterns/called.py": CALLED,
    "examples/patterns/script.py": SCRIPT,
    "examples/patterns/words.sql": "SELECT 1\n",
    "tests/patterns/test_a_fill.py": """
        from patterns.registry import add


        def test_add() -> None:
            add("a")
    """,
    "tests/patterns/test_b_read.py": """
        from patterns.registry import first


        def test_first() -> None:
            assert first()
    """,
    "tests/patterns/called_test.py": """
        from patterns.called import colour, size

        SIZE = size()


        def test_colour() -> None:
            assert colour() == "red"
    """,
    "examples/patterns/limits.toml": "limit = 3\n",
    "examples/patterns/colours.toml": "a = 3\n",
    "examples/patterns/limits.py": """
        from pathlib import Path

        LIMITS = Path(__file__).with_suffix(".toml").read_text()
    """,
    "tests/tools/tool.py": "X = 1\n",
    "tests/patterns/test_limits.py": """
        from pathlib import Path

        import pytest
        from patterns.limits import LIMITS

        EXAMPLES = Path(__file__).parents[2] / "examples/patterns"


        @pytest.fixture(scope="module")
        def colours() -> str:
            return (EXAMPLES / "colours.toml").read_text()


        def test_limits() -> None:
            assert LIMITS == "limit = 3\\n"


        def test_colours(colours: str) -> None:
            assert colours == "a = 3\\n"


        def test_statements() -> None:
            assert [file.name for file in EXAMPLES.rglob("*.sql")] == ["words.sql"]
    """,
    "tests/patterns/test_child.py": """
        import subprocess
        import sys
        from pathlib import Path

        EXAMPLES = Path(__file__).parents[2] / "examples/patterns"


        def test_script() -> None:
            command = [sys.executable, str(EXAMPLES / "script.py")]
            assert subprocess.check_output(command) == b"hello\\n"


        def test_words() -> None:
            assert (EXAMPLES / ("words" + ".sql")).read_text() == "SELECT 1\\n"
    """,
}


def write(path: str, text: str) -> Edit:
    def edit(root: Path) -> None:
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).write_text(dedent(text).lstrip("\n"), encoding="utf-8")

    return edit


def swap(path: str, old: str, new: str) -> Edit:
    def edit(root: Path) -> None:
        text = (root / path).read_text(encoding="utf-8")
        (root / path).write_text(text.replace(old, new), encoding="utf-8")

    return edit


def remove(path: str) -> Edit:
    return lambda root: (root / path).unlink(missing_ok=True)


def rename(path: str, other: str) -> Edit:
    return lambda root: (root / path).exists() and (root / path).rename(root / other)


EDITS: dict[str, Edit] = {
    "delete_the_test_that_fills": remove("tests/patterns/test_a_fill.py"),
    "empty_the_test_that_fills": swap(
        "tests/patterns/test_a_fill.py", 'add("a")', "add"
    ),
    "no_call_at_import": swap("tests/patterns/called_test.py", "size()", "size"),
    "fail_in_other_pattern": swap("tests/patterns/called_test.py", '"red"', '"blue"'),
    "edit_what_a_child_runs": swap("examples/patterns/script.py", "hello", "goodbye"),
    "edit_data": write("examples/patterns/words.sql", "SELECT 2\n"),
    "add_data_that_a_test_lists": write("examples/patterns/more.sql", "SELECT 3\n"),
    "add_a_folder_that_a_test_walks": write(
        "examples/patterns/new/x.sql", "SELECT 4\n"
    ),
    "edit_what_a_module_reads": write("examples/patterns/limits.toml", "limit = 4\n"),
    "edit_what_a_fixture_reads": write("examples/patterns/colours.toml", "a = 4\n"),
    "rename_test": rename("tests/patterns/called_test.py", "tests/patterns/test_z.py"),
    "rename_example": rename("examples/patterns/called.py", "examples/patterns/z.py"),
    "edit_body": swap("examples/patterns/called.py", "return 3", "return 4"),
    "change_a_colour": swap("examples/patterns/called.py", '"red"', '"blue"'),
    "delete_one_test": swap(
        "tests/patterns/test_sums.py", "def test_half", "def half_"
    ),
    "add_conftest": write(
        "tests/patterns/conftest.py",
        """
        import pytest
        from patterns import sums


        @pytest.fixture(autouse=True)
        def _half(monkeypatch: pytest.MonkeyPatch) -> None:
            monkeypatch.setattr(sums, "half", lambda number: 0)
        """,
    ),
}
