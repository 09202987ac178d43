"""Read the repository's files; a file that can't be read is named with what to do."""

import ast
from pathlib import Path

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


def parse(source: str, path: str) -> ast.Module:
    """Return the syntax tree of a module.

    Raises HandbookError, with the line, for what Python can't parse.
    """
    try:
        return ast.parse(source)
    except (SyntaxError, ValueError) as fault:
        line = getattr(fault, "lineno", None)
        words = getattr(fault, "msg", None) or str(fault)
        raise HandbookError(
            f"is not Python: {words}", path=path, line=line, fix="correct the syntax"
        ) from None
