from handbook.proof.functions import fails_to_import, function_lines, shape

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
    assert function_lines(SOURCE) == {
        9: "Box.size",
        10: "Box.size.inner",
        11: "Box.size",
    }


def test_shape_ignores_bodies_and_layout() -> None:
    edited = SOURCE.replace("return inner()", "# Why.\n\n        return 1 + inner()")

    assert shape(edited) == shape(SOURCE)


def test_shape_holds_values_signatures_and_docstrings() -> None:
    edits = [("= 3", "= 4"), ("size(self)", "size(self, n=1)"), ("How", "So")]
    shapes = {shape(SOURCE.replace(old, new)) for old, new in edits}

    assert len(shapes | {shape(SOURCE)}) == len(edits) + 1


def test_module_that_ends_early_fails_to_import() -> None:
    assert fails_to_import(SOURCE, [3])
    assert not fails_to_import(SOURCE, [10])
