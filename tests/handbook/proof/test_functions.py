import pytest

from handbook.proof.functions import AMBIGUOUS, code_of, fails_to_import, shape

SOURCE = '''\
LIMIT = 3

class Box:
    """A box."""

    @property
    def size(self) -> int:
        """How large."""
        def inner() -> int:
            return LIMIT
        return inner()
'''


def test_only_bodies_are_inside() -> None:
    assert code_of(SOURCE).inside == {
        9: "Box.size",
        10: "Box.size.inner",
        11: "Box.size",
    }


def test_header_with_defaults_runs_at_import() -> None:
    code = code_of(
        "def half(\n    x: int = int(\n        4),\n) -> int:\n    return x\n"
    )

    assert code.lines == {1, 2, 3, 4, 5}
    assert code.inside == {5: "half"}


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        pytest.param("def f() -> int: ...\n", {1}, id="stub-on-one-line"),
        pytest.param("def f(\n    x: int = 1,\n):\n    ...\n", {1, 2}, id="stub"),
        pytest.param('def f():\n    """Why."""\n', {1}, id="docstring-only"),
        pytest.param("type A = (\n    int\n    | str\n)\n", {1}, id="type-alias"),
        pytest.param(
            "if TYPE_CHECKING:\n    import os\nelse:\n    import re\n",
            {1, 4},
            id="type-checking",
        ),
        # A `pragma` is input here: the line counts all the same.
        pytest.param("x = 1  # pragma: no cover\n", {1}, id="comment"),
        pytest.param("def f(\n    x=...\n):\n    return x\n", {1, 2, 4}, id="ellipsis"),
    ],
)
def test_what_python_never_evaluates_is_left_out(source: str, lines: set[int]) -> None:
    assert code_of(source).lines == lines


@pytest.mark.parametrize(
    ("source", "entered_at"),
    [
        pytest.param("x = 1\nf = lambda: 1\n", {2: 2}, id="lambda"),
        pytest.param("x = 1\nf = (a for a in x)\n", {2: 2}, id="generator"),
        pytest.param("x = 1\ndef f(): return 1\n", {2: 2}, id="one-line"),
        pytest.param("f = lambda: 1\n", {1: 1}, id="first-line"),
        pytest.param("x = 1\ndef f(a=lambda: 1): return a\n", {2: AMBIGUOUS}, id="two"),
        pytest.param("x = 1\nf = (\n    lambda:\n        2\n)\n", {}, id="own-line"),
        pytest.param("x = 1\ndef f() -> int: ...\n", {}, id="stub"),
    ],
)
def test_line_that_holds_a_whole_body_is_known(
    source: str, entered_at: dict[int, int]
) -> None:
    assert code_of(source).entered_at == entered_at


def test_shape_ignores_bodies_and_layout() -> None:
    edited = SOURCE.replace("return inner()", "# Why.\n\n        return 1 + inner()")

    assert shape(edited) == shape(SOURCE)


def test_shape_holds_values_signatures_and_docstrings() -> None:
    edits = [("= 3", "= 4"), ("size(self)", "size(self, n=1)"), ("How", "So")]
    shapes = {shape(SOURCE.replace(old, new)) for old, new in edits}

    assert len(shapes | {shape(SOURCE)}) == len(edits) + 1


def test_module_that_ends_early_fails_to_import() -> None:
    assert fails_to_import(SOURCE, {1})
    assert not fails_to_import(SOURCE, {1, 3})
