from pathlib import Path

import pytest

from handbook.book.snippets import read_span
from handbook.render.members import Member, Methods, methods_of
from tests.handbook.conftest import Write

MODULE = """
    from dataclasses import dataclass

    from app.core import Limiter


    class Hasher(Base):
        MAX = 8

        def __init__(self, limiter: Limiter, waiting: int = 3) -> None:
            self.limiter = limiter
            self.pending: int = self.MAX + waiting

        async def hash(self, text: str) -> str:
            async with self.limiter:
                return self._run(text, self.pending, self.closed)

        def _run(self, text: str, *rest: object) -> str:
            return text[: self.MAX]


    @dataclass(frozen=True)
    class Point:
        x: int
        y: int

        @property
        def sum(self) -> int:
            return self.x + self.y

        def twice(self) -> int:
            return 2 * self.sum


    class Empty:
        def name(self) -> str:
            return "empty"

        def other(self) -> None:
            return None


    def outside(self: Point) -> int:
        return self.x
    """


@pytest.fixture(autouse=True)
def module(write: Write) -> None:
    write("examples/shop/app/parts.py", MODULE)


def methods(root: Path, names: str) -> tuple[Methods, ...]:
    return methods_of(read_span(f"app/parts.py::{names}", root), root)


def test_bare_method_names_its_class_and_what_it_reads(tmp_path: Path) -> None:
    [found] = methods(tmp_path, "Hasher.hash")

    assert found.owner == "Hasher"
    assert found.constructor == "Hasher(limiter: Limiter, waiting: int=3)"
    assert found.members == (
        Member("_run", "a method of `Hasher`", "Hasher._run"),
        Member("closed", "inherited from a base of `Hasher`", "Hasher"),
        Member("limiter", "set to `limiter`", "Hasher.__init__"),
        Member("pending", "set to `self.MAX + waiting`", "Hasher.__init__"),
    )


def test_shown_constructor_and_methods_are_not_repeated(tmp_path: Path) -> None:
    [found] = methods(tmp_path, "Hasher.__init__, Hasher.hash, Hasher._run")

    assert found.constructor == ""
    assert found.members == (
        Member("MAX", "an attribute of `Hasher`", "Hasher.MAX"),
        Member("closed", "inherited from a base of `Hasher`", "Hasher"),
    )


def test_dataclass_is_built_from_its_fields(tmp_path: Path) -> None:
    [found] = methods(tmp_path, "Point.twice")

    assert found.constructor == "Point(x: int, y: int)"
    assert found.members == (Member("sum", "a property of `Point`", "Point.sum"),)


def test_field_of_a_dataclass_is_named_with_its_type(tmp_path: Path) -> None:
    [found] = methods(tmp_path, "Point.sum")

    assert found.members[0] == Member("x", "`int`, an attribute of `Point`", "Point.x")


def test_class_without_a_constructor_is_named(tmp_path: Path) -> None:
    assert methods(tmp_path, "Empty.name") == (Methods("Empty", "Empty", ()),)


@pytest.mark.parametrize("names", ["Empty", "Point", "outside"])
def test_whole_class_and_function_need_nothing_more(tmp_path: Path, names: str) -> None:
    assert methods(tmp_path, names) == ()
