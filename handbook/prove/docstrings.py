"""Count the examples in docstrings, so that a runner can't pass one by."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from handbook.sources.lines import split_lines

_FENCE = re.compile(r"^\s*(?P<marks>`{3,}|~{3,})(?P<info>.*)$")
_PROMPT = re.compile(r"^\s*>>> ")

_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)


def count_examples(paths: Iterable[Path]) -> dict[Path, int]:
    """Return how many examples the docstrings of each file hold, where any.

    Every fence counts, of whatever marks and language, and every run of prompts.
    """
    counts = {path: sum(map(_count, _docstrings(path))) for path in paths}
    return {path: number for path, number in counts.items() if number}


def _docstrings(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, _DOCUMENTED):
            yield ast.get_docstring(node) or ""


def _count(docstring: str) -> int:
    """Count the fences and runs of prompts in one docstring."""
    found, inside, prompted = 0, "", False
    for line in split_lines(docstring):
        fence = _FENCE.match(line)
        if inside:
            closes = fence and fence["marks"].startswith(inside) and not fence["info"]
            inside = "" if closes else inside
        elif fence:
            found, inside = found + 1, fence["marks"]
        elif _PROMPT.match(line):
            found, prompted = found + (not prompted), True
        else:
            prompted = prompted and bool(line.strip())
    return found
