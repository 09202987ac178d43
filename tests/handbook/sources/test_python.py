from textwrap import dedent

import pytest

from handbook.common.errors import HandbookError
from handbook.sources.lines import shown
from handbook.sources.python import find

SOURCE = dedent('''\
    """A module."""

    import os
    from typing import overload

    LIMIT = 10
    """How many."""

    type Name = str

    # Why the class is there.
    @final
    class Shop(Base):
        """A shop."""

        name: str = "corner"

        def open(self) -> None:
            print("open")

        # Cheap, so a property.
        @property
        def size(self) -> int:
            return 1

        @size.setter
        def size(self, value: int) -> None:
            self._size = value

        def close(self) -> str:
            return """
        closed
    """


    @overload
    def price(value: int) -> int: ...
    @overload
    def price(value: str) -> str: ...
    def price(value):
        def inner():
            return value

        return inner()
    ''')


def text_of(*names: str) -> str:
    found = find(SOURCE, names, "shop.py")
    return "\n".join(line.text for line in shown(SOURCE.splitlines(), found, "#"))


def test_function_comes_with_all_its_overloads() -> None:
    assert text_of("price").splitlines() == SOURCE.splitlines()[35:]


def test_method_is_dedented_and_brings_its_decorator_and_glued_comment() -> None:
    shown_text = text_of("Shop.size")

    assert shown_text.splitlines() == [
        "# Cheap, so a property.",
        "@property",
        "def size(self) -> int:",
        "    return 1",
        "",
        "@size.setter",
        "def size(self, value: int) -> None:",
        "    self._size = value",
    ]


def test_class_brings_its_decorator_and_glued_comment() -> None:
    assert text_of("Shop").startswith("# Why the class is there.\n@final\nclass Shop")


def test_two_members_stand_under_the_header_of_their_class() -> None:
    assert text_of("Shop.name", "Shop.open").splitlines() == [
        "@final",
        "class Shop(Base):",
        "    # ...",
        '    name: str = "corner"',
        "",
        "    def open(self) -> None:",
        '        print("open")',
        "    # ...",
    ]


def test_no_elision_follows_the_last_member_of_a_class() -> None:
    assert not text_of("Shop.name", "Shop.close").endswith("# ...")


def test_strings_over_several_lines_keep_their_content() -> None:
    assert text_of("Shop.close").endswith('return """\n    closed\n"""')


def test_symbols_stand_in_the_order_of_the_source_with_the_gap_marked() -> None:
    assert text_of("Name", "LIMIT").splitlines() == [
        "LIMIT = 10",
        "",
        "# ...",
        "",
        "type Name = str",
    ]


def test_import_block() -> None:
    assert text_of("import") == "import os\nfrom typing import overload"


def test_nested_function() -> None:
    assert text_of("price.inner") == "def inner():\n    return value"


def test_whole_module() -> None:
    assert text_of() == SOURCE.rstrip("\n")


def test_the_witness_header_of_a_module_is_not_shown() -> None:
    source = '# /// bad\n# ruff = ["B904"]\n# ///\n"""Wrong."""\n\nX = 1\n'

    found = find(source, (), "wrong.py")

    lines = shown(source.splitlines(), found, "#")
    assert [line.number for line in lines] == [4, 5, 6]


@pytest.mark.parametrize(
    ("typo", "hint"),
    [
        ("prize", "did you mean price"),
        ("Shop.clos", "did you mean Shop.close"),
        ("Qqqqqq", "it has LIMIT, Name, Shop"),
        ("open", "Shop.open"),
    ],
)
def test_misspelt_symbol_is_refused_with_what_may_be_meant(
    typo: str, hint: str
) -> None:
    with pytest.raises(HandbookError) as refused:
        find(SOURCE, (typo,), "shop.py")

    assert refused.value.message == f"shop.py has no symbol {typo!r}"
    assert hint in (refused.value.fix or "")


def test_import_block_of_a_module_without_imports_is_refused() -> None:
    with pytest.raises(HandbookError, match="imports nothing"):
        find("X = 1\n", ("import",), "x.py")


@pytest.mark.parametrize(
    "statement",
    [
        "registry[KEY] = 1",
        "os.environ[KEY] = 'x'",
        "settings.KEY = 1",
        "other, registry[KEY] = 1, 2",
    ],
)
def test_name_that_is_only_used_is_not_found(statement: str) -> None:
    with pytest.raises(HandbookError, match="has no symbol 'KEY'"):
        find(f"LIMIT = 1\n{statement}\n", ["KEY"], "shop.py")


@pytest.mark.parametrize("statement", ["KEY, other = 1, 2", "[KEY, *other] = 1, 2"])
def test_name_of_several_assigned_at_once_is_found(statement: str) -> None:
    assert find(f"{statement}\n", ["KEY"], "shop.py").blocks == ((1, 1),)
