"""Code that looks as if it ran: the proof has to name each line that did not."""

import shutil
from pathlib import Path
from textwrap import dedent

import pytest

from handbook.book.snippets import read_span
from handbook.proof.spans import exercised
from handbook.proof.store import Proof
from handbook.prove import prove as proving

# Sources that the test runs: a `pragma` in them is input, and excludes no line of ours.
NEVER_RUN = {
    "ellipsis_in_header": """
        def ellipsis_in_header(
            value: object =
            ...
        ) -> str:
            return "never"
        """,
    "pragma": """
        def pragma() -> str:  # pragma: no cover
            return "never"
        """,
    "double": "double = lambda number: number * 2",
    "lazy": "lazy = (number * 2 for number in [1])",
    "folded": "folded = [\n    number * 2\n    for number in ()\n]",
    "chosen": 'chosen = (\n    "a"\n    if len("a")\n    else\n    "b".upper()\n)',
    "one_line": 'def one_line() -> str: return "never"',
    "ordered": """
        def ordered() -> list[int]:
            return sorted((), key=lambda number: -number)
        """,
    "protocol_with_body": """
        class protocol_with_body(Protocol):
            def stub(self) -> str:
                ...
            def answer(self) -> str:
                return "never"
        """,
}
RUN = {
    "header": '''
        def header(
            value: object = ...,
        ) -> object:
            """Return it."""
            return value
        ''',
    "twice": "twice = lambda number: number * 2",
    "eager": "eager = sum(number * 2 for number in [1])",
    "stubs": '''
        class stubs(Protocol):
            """Only stubs."""

            def one(self) -> str: ...
            def two(self) -> str:
                """Return it."""
        ''',
    "alias": "type alias = (\n    int\n    | str\n)",
}
TEST = """
    from patterns import holes


    def test_some() -> None:
        assert holes.header() is ...
        assert holes.twice(2) == 4
        assert holes.ordered() == []
        assert holes.eager == 2
    """


@pytest.fixture(scope="module")
def holes(proven: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Proof]:
    """Return a handbook with every one of these, and its proof."""
    root = tmp_path_factory.mktemp("holes") / "handbook"
    shutil.copytree(proven, root)
    parts = [dedent(text).strip() for text in (NEVER_RUN | RUN).values()]
    source = "\n\n\n".join(["from typing import Protocol", *parts])
    (root / "examples/patterns/holes.py").write_text(f"{source}\n", encoding="utf-8")
    test = root / "tests/patterns/test_holes.py"
    test.write_text(dedent(TEST).lstrip(), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proving, "diagnose", lambda *_: {})
        patch.setattr(proving, "headers", lambda *_: {})
        proof = proving.prove(root, full=True, workers="0")
    return root, proof


@pytest.mark.parametrize("name", NEVER_RUN)
def test_line_that_never_ran_is_named(holes: tuple[Path, Proof], name: str) -> None:
    root, proof = holes
    span = read_span(f"examples/patterns/holes.py::{name}", root)

    found = exercised(proof, span.path, span.ranges, root)

    assert found.never_run


@pytest.mark.parametrize("name", RUN)
def test_code_that_ran_is_proven(holes: tuple[Path, Proof], name: str) -> None:
    root, proof = holes
    span = read_span(f"examples/patterns/holes.py::{name}", root)

    found = exercised(proof, span.path, span.ranges, root)

    assert found.never_run == ()
