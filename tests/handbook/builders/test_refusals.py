from collections.abc import Callable
from pathlib import Path

import pytest

from tests.handbook.builders.conftest import Builder, build, edit, prove

CHAPTER = "docs/index.md"
SUMS = "examples/shop/app/sums.py"
RIGHT = "@include app/sums.py::area"


def by_hand(root: Path, fence: str) -> None:
    edit(root, CHAPTER, "## Checklist\n", f"## Checklist\n\n{fence}\n")


def misspelt_symbol(root: Path) -> None:
    edit(root, CHAPTER, RIGHT, "@include app/sums.py::aera")


def renamed_function(root: Path) -> None:
    edit(root, SUMS, "def area", "def surface")
    prove(root)


def line_never_run(root: Path) -> None:
    prove(root, without_line=10)


def no_witness(root: Path) -> None:
    edit(root, CHAPTER, "antipatterns/sums.py::unknown", "antipatterns/other.py")
    text = (root / "examples/antipatterns/sums.py").read_text(encoding="utf-8")
    (root / "examples/antipatterns/other.py").write_text(text, encoding="utf-8")
    prove(root)


def stale_proof(root: Path) -> None:
    edit(root, SUMS, "LIMIT = 10", "LIMIT = 11")


def missing_proof(root: Path) -> None:
    (root / "build/proof.json").unlink()


def backtick_fence(root: Path) -> None:
    by_hand(root, "```python\nprint(1)\n```")


def tilde_fence(root: Path) -> None:
    by_hand(root, "~~~python\nprint(1)\n~~~")


def four_backticks(root: Path) -> None:
    by_hand(root, "````python\nprint(1)\n````")


def attribute_fence(root: Path) -> None:
    by_hand(root, "``` { .python .annotate }\nprint(1)\n```")


def odd_header(root: Path) -> None:
    by_hand(root, "```python what is this\nprint(1)\n```")


def fence_in_list(root: Path) -> None:
    by_hand(root, "- Item\n\n    ```python\n    print(1)\n    ```")


def fence_in_admonition(root: Path) -> None:
    by_hand(root, "!!! note\n\n    ```python\n    print(1)\n    ```")


def fence_in_quote(root: Path) -> None:
    by_hand(root, "> ```python\n> print(1)\n> ```")


def indented_code(root: Path) -> None:
    by_hand(root, "Text.\n\n    print(1)")


def indented_code_that_the_text_quotes(root: Path) -> None:
    by_hand(root, "Write a < b.\n\n    a < b")


def raw_html(root: Path) -> None:
    by_hand(root, "<pre><code>print(1)</code></pre>")


def open_fence(root: Path) -> None:
    by_hand(root, f"```python\n{RIGHT}")


def duplicate_id(root: Path) -> None:
    text = (root / CHAPTER).read_text(encoding="utf-8")
    other = text.replace("# Chapter", "# Another")
    (root / "docs/other.md").write_text(other, encoding="utf-8")


def unknown_field(root: Path) -> None:
    edit(root, CHAPTER, "    level: must\n", "    level: must\n    owner: me\n")


def missing_do(root: Path) -> None:
    edit(root, CHAPTER, "/// do\n", "/// exceptions\n")


def dead_ledger_id(root: Path) -> None:
    edit(root, CHAPTER, "[database.echo]", "[database.eco]")


def unknown_test(root: Path) -> None:
    edit(root, CHAPTER, "::test_area", "::test_gone")


def silent_tool(root: Path) -> None:
    edit(root, CHAPTER, "ruff: E711", "ruff: E712")


def unknown_contract(root: Path) -> None:
    edit(root, CHAPTER, "ruff: E711", "imports: Nowhere")


def do_without_code(root: Path) -> None:
    fence = "```python\n@include app/sums.py::area\n@note pi * radius :: The area"
    edit(root, CHAPTER, f"{fence}, of *course*.\n```\n", "Words.\n")


def odd_mutation_results(root: Path) -> None:
    (root / "tests/mutation.json").write_text("{}", encoding="utf-8")


REFUSALS: dict[Callable[[Path], None], tuple[str, str]] = {
    misspelt_symbol: (f"{CHAPTER}:22: ", "did you mean area"),
    renamed_function: (f"{CHAPTER}:22: ", "has no symbol 'area'"),
    line_never_run: (f"{CHAPTER}:22: ", "no test runs examples/shop/app/sums.py::area"),
    no_witness: (f"{CHAPTER}:29: ", "antipatterns/other.py has no witness"),
    stale_proof: ("build/proof.json: ", "sums.py was edited"),
    missing_proof: ("build/proof.json: ", "run: uvx nox -s prove"),
    backtick_fence: (f"{CHAPTER}:37: ", "written by hand: 'print(1)'"),
    tilde_fence: (f"{CHAPTER}:37: ", "written by hand: 'print(1)'"),
    four_backticks: (f"{CHAPTER}:37: ", "written by hand: 'print(1)'"),
    attribute_fence: (f"{CHAPTER}:37: ", "written by hand: 'print(1)'"),
    odd_header: (f"{CHAPTER}:37: ", "written by hand: 'print(1)'"),
    fence_in_list: (f"{CHAPTER}:39: ", "written by hand: 'print(1)'"),
    fence_in_admonition: (f"{CHAPTER}:39: ", "written by hand: 'print(1)'"),
    fence_in_quote: (f"{CHAPTER}:37: ", "written by hand: 'print(1)'"),
    indented_code: (f"{CHAPTER}:39: ", "written by hand: 'print(1)'"),
    indented_code_that_the_text_quotes: (f"{CHAPTER}:39: ", "by hand: 'a < b'"),
    raw_html: (f"{CHAPTER}:37: ", "written by hand: '<pre>"),
    open_fence: (f"{CHAPTER}:37: ", "a fence that isn't closed"),
    duplicate_id: ("docs/other.md:3: ", "SUM-001 is taken by docs/index.md:3"),
    unknown_field: (f"{CHAPTER}:5: ", "owner: unknown field"),
    missing_do: (f"{CHAPTER}:3: ", "add /// do"),
    dead_ledger_id: (f"{CHAPTER}:3: ", "did you mean database.echo"),
    unknown_test: (f"{CHAPTER}:3: ", "no passed test"),
    silent_tool: (f"{CHAPTER}:3: ", "ruff says E712 of no wrong code"),
    unknown_contract: (f"{CHAPTER}:3: ", "no import contract 'Nowhere'"),
    odd_mutation_results: (f"{CHAPTER}:22: ", "tests/mutation.json: these are no"),
    do_without_code: (f"{CHAPTER}:21: ", "shows no right code"),
}


PLACES = (misspelt_symbol, line_never_run, backtick_fence, duplicate_id, silent_tool)
"""One fault of each part that finds faults: Zensical gets the others alike."""
BUILDS: list[tuple[Builder, Callable[[Path], None]]] = [
    *(("mkdocs", breaks) for breaks in REFUSALS),
    *(("zensical", breaks) for breaks in PLACES),
]


@pytest.mark.parametrize(
    ("builder", "breaks"),
    BUILDS,
    ids=[f"{breaks.__name__}-{builder}" for builder, breaks in BUILDS],
)
def test_build_stops_with_the_place_and_the_fix(
    repository: Path, builder: Builder, breaks: Callable[[Path], None]
) -> None:
    breaks(repository)

    built = build(repository, builder)

    place, words = REFUSALS[breaks]
    assert built.returncode != 0
    assert place in built.stdout + built.stderr
    assert words in built.stdout + built.stderr
