"""Functions of a shell script, cut where bash accepts the text as complete."""

import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence

from handbook.common.errors import HandbookError
from handbook.sources.lines import Range, split_lines
from handbook.sources.parts import Part, glued

_HEADER = re.compile(
    r"\s*(?:function\s+(?P<word>[\w:.-]+)|(?P<name>[\w:.-]+)\s*\(\s*\))"
)


def parts(text: str) -> list[Part]:
    """Return each function that the script defines outside of other commands."""
    lines = split_lines(text)
    if fault := _fault(lines):
        found = re.search(r"line (\d+)", fault)
        line = int(found[1]) if found else None
        words = split_lines(fault)[0].partition(": ")[2]
        raise HandbookError(f"is no script: {words}", line=line, fix="correct it")
    return list(_functions(lines))


def _functions(lines: Sequence[str]) -> Iterator[Part]:
    last = 0
    for first, line in enumerate(lines, 1):
        header = _HEADER.match(line)
        if first <= last or not header or not _is_complete(lines[: first - 1]):
            continue
        last = next(
            end
            for end in range(first, len(lines) + 1)
            if _is_complete(lines[first - 1 : end])
        )
        top = first
        while (above := glued(lines, top, top - 2)) < top and _is_complete(
            lines[: above - 1]
        ):
            top = above
        yield Part(header["word"] or header["name"], Range(top, last))


def _is_complete(lines: Sequence[str]) -> bool:
    """Whether no command, quote or here-document goes on behind these lines."""
    goes_on = bool(lines) and re.search(r"(?<!\\)(?:\\\\)*\\$", lines[-1])
    return not goes_on and not _fault(lines)


def _fault(lines: Sequence[str]) -> str:
    """Return what bash says of a script that it reads and does not run."""
    bash = shutil.which("bash")
    if bash is None:
        raise HandbookError("no bash on PATH", fix="install it: it reads the scripts")
    read = subprocess.run(
        [bash, "--norc", "--noprofile", "-n"],
        input="".join(f"{line}\n" for line in lines),
        env={"LC_ALL": "C.UTF-8"},
        capture_output=True,
        text=True,
        check=False,
    )
    return read.stderr or ("bash: it can't be read" if read.returncode else "")
