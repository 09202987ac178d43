"""Run ruff, mypy, basedpyright and ast-grep, and read what they say."""

import json
import re
import sys
import sysconfig
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from pydantic import TypeAdapter

from handbook.common.errors import HandbookError
from handbook.common.process import Ran, run
from handbook.proof.scope import CHECKS
from handbook.proof.store import Diagnostic
from handbook.sources.lines import split_lines

type Findings = dict[str, list[Diagnostic]]
"""Diagnostics by file."""

_RUFF_HEAD = re.compile(r"^ *--> (?P<path>.+):(?P<line>\d+):(?P<column>\d+)$")


def _tool(name: str) -> str:
    return str(Path(sysconfig.get_path("scripts")) / name)


def _refuse_crash(name: str, done: Ran, *, codes: tuple[int, ...] = (0, 1)) -> None:
    if done.exit not in codes:
        raise HandbookError(
            f"{name} itself failed with exit code {done.exit}: "
            f"{(done.err or done.out).strip()}",
            fix="this is no diagnostic; fix the tool's settings or its call",
        )


@dataclass(frozen=True)
class _Place:
    row: int
    column: int


@dataclass(frozen=True)
class _Ruff:
    code: str | None
    filename: str
    location: _Place
    message: str


_RUFF = TypeAdapter(list[_Ruff])


def ruff(root: Path, paths: Sequence[str]) -> Findings:
    """Return ruff's diagnostics; files named on its command line are not excluded."""
    command = [_tool("ruff"), "check", "--no-cache", "--ignore-noqa", "--no-fix"]
    done = run([*command, "--output-format=json", *paths], root)
    _refuse_crash("ruff", done)
    full = run([*command, "--output-format=full", *paths], root)
    _refuse_crash("ruff", full)
    texts = dict(_ruff_texts(full.out))
    findings: Findings = {}
    for item in _RUFF.validate_json(done.out):
        path = _relative(item.filename, root)
        code = item.code or "invalid-syntax"
        key = (path, item.location.row, item.location.column, code)
        found = Diagnostic(code, item.location.row, item.message, texts[key])
        findings.setdefault(path, []).append(found)
    return findings


def _ruff_texts(output: str) -> Iterator[tuple[tuple[str, int, int, str], str]]:
    """Cut ruff's full output into diagnostics; each has a headline and a place."""
    lines = split_lines(output)
    heads = [n for n, line in enumerate(lines) if n and _RUFF_HEAD.match(line)]
    for head, following in pairwise([*heads, len(lines) + 1]):
        place = _RUFF_HEAD.match(lines[head])
        if place:
            text = "\n".join(lines[head - 1 : following - 1])
            text = re.sub(r"\nFound \d+ errors?\.[\s\S]*\Z", "", text)
            code = lines[head - 1].partition(" ")[0].rstrip(":")
            row, column = int(place["line"]), int(place["column"])
            yield (place["path"], row, column, code), text.strip()


@dataclass(frozen=True)
class _Mypy:
    file: str
    line: int
    message: str
    code: str | None
    severity: str
    hint: str | None = None


_MYPY = TypeAdapter(_Mypy)


def mypy(root: Path, paths: Sequence[str]) -> Findings:
    """Return mypy's errors; a note is printed under the error that it belongs to."""
    command = [_tool("mypy"), "-O", "json", "--cache-dir", "build/.mypy_cache"]
    done = run([*command, *paths], root)
    _refuse_crash("mypy", done)
    findings: Findings = {}
    for line in split_lines(done.out):
        if line.startswith("{"):
            _hear_mypy(findings, _MYPY.validate_json(line))
    return findings


def _hear_mypy(findings: Findings, item: _Mypy) -> None:
    path = Path(item.file).as_posix()
    found = findings.setdefault(path, [])
    code = f"  [{item.code}]" if item.code else ""
    text = f"{path}:{item.line}: {item.severity}: {item.message}{code}"
    text += f"\n{path}:{item.line}: note: {item.hint}" if item.hint else ""
    if item.severity == "error":
        found.append(Diagnostic(item.code or "misc", item.line, item.message, text))
    elif found:
        last = found.pop()
        joined = f"{last.text}\n{text}"
        found.append(Diagnostic(last.code, last.line, last.message, joined))


@dataclass(frozen=True)
class _Position:
    line: int
    character: int


@dataclass(frozen=True)
class _Extent:
    start: _Position


@dataclass(frozen=True)
class _Pyright:
    file: str
    severity: str
    message: str
    range: _Extent = _Extent(_Position(0, 0))
    rule: str | None = None


_PYRIGHT = TypeAdapter(list[_Pyright])


def basedpyright(root: Path, paths: Sequence[str]) -> Findings:
    """Return basedpyright's errors and warnings."""
    done = run(
        [_tool("basedpyright"), "--pythonpath", sys.executable, "--outputjson", *paths],
        root,
    )
    _refuse_crash("basedpyright", done)
    try:
        report: dict[str, object] = json.loads(done.out)
    except json.JSONDecodeError:
        raise HandbookError(f"basedpyright itself failed: {done.out}") from None
    findings: Findings = {}
    for item in _PYRIGHT.validate_python(report["generalDiagnostics"]):
        if item.severity != "information":
            path = _relative(item.file, root)
            findings.setdefault(path, []).append(_pyright(path, item))
    return findings


def _pyright(path: str, item: _Pyright) -> Diagnostic:
    line, column = item.range.start.line + 1, item.range.start.character + 1
    code = item.rule or "syntax"
    message = item.message.replace("\N{NO-BREAK SPACE}", " ")
    text = f"{path}:{line}:{column} - {item.severity}: {message} ({code})"
    return Diagnostic(code, line, message, text)


@dataclass(frozen=True)
class _Start:
    line: int
    column: int


@dataclass(frozen=True)
class _Range:
    start: _Start


@dataclass(frozen=True)
class _AstGrep:
    ruleId: str  # noqa: N815 - as ast-grep prints it
    file: str
    message: str
    range: _Range


_AST_GREP = TypeAdapter(_AstGrep)
_AST_GREP_HEAD = re.compile(r"^(?:error|warning|note|help)\[(?P<code>[^\]]+)\]: ")
_AST_GREP_PLACE = re.compile(
    r"^ *\u250c\u2500 (?P<path>.+):(?P<line>\d+):(?P<column>\d+)$"
)


def ast_grep(root: Path, paths: Sequence[str]) -> Findings:
    """Return what the rules of `examples/checks` say; without rules nothing."""
    if not paths or not (root / CHECKS / "sgconfig.yml").is_file():
        return {}
    command = [_tool("ast-grep"), "scan", "--config", f"{CHECKS}/sgconfig.yml"]
    done = run([*command, "--json=stream", *paths], root)
    _refuse_crash("ast-grep", done)
    full = run([*command, "--color=never", *paths], root)
    _refuse_crash("ast-grep", full)
    texts = dict(_ast_grep_texts(full.out))
    findings: Findings = {}
    for line in split_lines(done.out):
        item = _AST_GREP.validate_json(line)
        row, column = item.range.start.line + 1, item.range.start.column + 1
        text = texts.get((item.file, row, column, item.ruleId), item.message)
        found = Diagnostic(item.ruleId, row, item.message, text)
        findings.setdefault(item.file, []).append(found)
    return findings


def _ast_grep_texts(output: str) -> Iterator[tuple[tuple[str, int, int, str], str]]:
    """Cut ast-grep's output into diagnostics; a headline begins each."""
    lines = split_lines(output)
    heads = [n for n, line in enumerate(lines) if _AST_GREP_HEAD.match(line)]
    for head, following in pairwise([*heads, len(lines)]):
        code = _AST_GREP_HEAD.match(lines[head])
        place = _AST_GREP_PLACE.match(lines[head + 1])
        if code and place:
            text = "\n".join(line.rstrip() for line in lines[head:following])
            row, column = int(place["line"]), int(place["column"])
            yield (place["path"], row, column, code["code"]), text.strip()


def _relative(path: str, root: Path) -> str:
    full = Path(path)
    if not full.is_absolute():
        return full.as_posix()
    return full.resolve().relative_to(root.resolve()).as_posix()
