"""Read the repository's files; a file that can't be read is named with what to do."""

import ast
import tomllib
from pathlib import Path
from typing import Any

from handbook.common.errors import HandbookError

ROOT = Path(__file__).parent.parent.parent
"""The repository."""


def read_text(root: Path, path: str) -> str:
    """Return the text of a file, without a byte order mark, lines ended by newlines.

    Raises HandbookError where the file is missing, a broken link, a folder, closed to
    us, or not UTF-8.
    """
    try:
        return (root / path).read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as fault:
        data = bytes(fault.object)
        line = data.count(b"\n", 0, fault.start) + 1
        raise HandbookError(
            "is not UTF-8", path=path, line=line, fix="save it as UTF-8"
        ) from None
    except OSError as fault:
        raise HandbookError(
            f"can't be read: {fault.strerror}",
            path=path,
            fix="restore the file, or remove what refers to it",
        ) from None


def read_toml(root: Path, path: str) -> dict[str, Any]:
    """Return the value of a TOML file; HandbookError where it can't be read."""
    text = read_text(root, path)
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise HandbookError(
            f"is no TOML: {fault}", path=path, fix="correct the syntax"
        ) from None


def parse(source: str, path: str) -> ast.Module:
    """Return the syntax tree of a module.

    Raises HandbookError, with the line, for what Python can't parse.
    """
    try:
        return ast.parse(source)
    except (MemoryError, RecursionError):
        raise HandbookError(
            "is nested too deeply for Python's parser",
            path=path,
            fix="cut it into shorter expressions",
        ) from None
    except (SyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None)
        words = getattr(fault, "msg", None) or str(fault)
        raise HandbookError(
            f"is not Python: {words}", path=path, line=line, fix="correct the syntax"
        ) from None
