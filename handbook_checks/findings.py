"""Run ast-grep and ruff over Python files, and read pytest's settings."""

import json
import os
import subprocess
import sysconfig
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook_checks.rules import FOLDER, Rule


@dataclass(frozen=True, order=True)
class Finding:
    """A violation: its place, counted from 1, and the text of its line.

    ``check`` is the tool that found it and the tool's own code, which a comment in the
    line needs to switch it off.
    """

    path: str
    line: int
    column: int
    rule: str
    check: str
    source: str


class ToolError(Exception):
    """A tool or a file can't be read; the message says which and what to do."""


@dataclass(frozen=True)
class _Target:
    """Paths to check, as seen from the root of their project."""

    root: Path
    paths: tuple[str, ...]
    has_folder: bool


SETTINGS = "pyproject.toml"
"""The file of a project's settings, which a check of a folder reads."""

_ROOT_FILES = (SETTINGS, "setup.py", "setup.cfg", "requirements.txt", ".git")
"""What lies at the root of a project."""


def find(paths: Sequence[Path], rules: Mapping[str, Rule]) -> list[Finding]:
    """Return all violations in the Python files of these files and folders.

    Raises ToolError for a file that is no Python and for a tool that fails.
    """
    found = [
        finding
        for target in _targets(paths)
        for tool in (_ast_grep, _ruff, _pytest)
        for finding in tool(target, rules)
    ]
    return sorted(set(found))


def _targets(paths: Sequence[Path]) -> Iterator[_Target]:
    """Yield the paths of each project: rules match places below its root.

    A project below a folder ``tests`` would be a test if it were seen from outside, and
    the tests of a project would be none if they were seen from inside.
    """
    by_root: dict[Path, list[Path]] = {}
    for path in map(Path.absolute, paths):
        by_root.setdefault(root_of(path), []).append(path)
    for root, members in by_root.items():
        seen = tuple(os.path.relpath(path, root) for path in members)
        yield _Target(root, seen, any(path.is_dir() for path in members))


def root_of(path: Path) -> Path:
    """Return the project's root; without one it is this folder, or the path's own."""
    folder = path if path.is_dir() else path.parent
    for above in (folder, *folder.parents):
        if any((above / name).exists() for name in _ROOT_FILES):
            return above
    here = Path.cwd()
    return here if folder.is_relative_to(here) else folder


def _ast_grep(target: _Target, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    settings = str(FOLDER / "sgconfig.yml")
    options = ["scan", "--config", settings, "--json=compact"]
    installed = ["--globs", "!**/site-packages/**"]
    for match in json.loads(_run("ast-grep", [*options, *installed], target) or "[]"):
        start = match["range"]["start"]
        if rule := _rule_of("ast-grep", match["ruleId"], rules):
            yield Finding(
                path=_seen_from_here(target.root / match["file"]),
                line=start["line"] + 1,
                column=start["column"] + 1,
                rule=rule,
                check=f"ast-grep {match['ruleId']}",
                source=match["lines"].split("\n")[0].strip(),
            )


_UNREADABLE = "E902"
"""What ruff reports of a file that it can't read; it only warns if it isn't chosen."""


def _ruff(target: _Target, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    options = ["check", "--no-cache", "--no-fix", "--output-format", "json"]
    settings = ["--config", str(FOLDER / "pyproject.toml"), "--force-exclude"]
    unreadable = ["--extend-select", _UNREADABLE]
    command = [*options, *settings, *unreadable]
    for found in json.loads(_run("ruff", command, target) or "[]"):
        file, place = Path(found["filename"]), found["location"]
        path = _seen_from_here(file)
        if found["code"] in {None, "invalid-syntax"}:
            message = found["message"]
            raise ToolError(f"{path}:{place['row']}: {message} — correct the syntax")
        if found["code"] == _UNREADABLE:
            fix = "restore it as UTF-8, or remove it"
            raise ToolError(f"{path}: {found['message']} — {fix}")
        if rule := _rule_of("ruff", found["code"], rules):
            lines = file.read_text(encoding="utf-8-sig").split("\n")
            line = lines[place["row"] - 1].strip()
            check = f"ruff {found['code']}"
            yield Finding(path, place["row"], place["column"], rule, check, line)


def _pytest(target: _Target, rules: Mapping[str, Rule]) -> Iterator[Finding]:
    """Yield each setting that a project with tests leaves as it is."""
    file = target.root / SETTINGS
    if not (target.has_folder and file.is_file()):
        return
    try:
        tool = tomllib.loads(file.read_text(encoding="utf-8")).get("tool", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ToolError(
            f"{_seen_from_here(file)}: {fault} — correct the syntax"
        ) from None
    table = tool.get("pytest", {})
    settings = table.get("ini_options", table)
    if not settings:  # no tests are configured here
        return
    for rule in rules.values():
        lacking = [one for one in rule.codes.get("pytest", ()) if one not in settings]
        if lacking:
            check = f"pytest lacks {' and '.join(lacking)}"
            yield Finding(_seen_from_here(file), 1, 1, rule.id, check, check)


def _rule_of(tool: str, code: str, rules: Mapping[str, Rule]) -> str | None:
    named = (rule.id for rule in rules.values() if code in rule.codes.get(tool, ()))
    return next(named, None)


def _run(tool: str, options: Sequence[str], target: _Target) -> str:
    beside_python = Path(sysconfig.get_path("scripts")) / tool
    program = str(beside_python) if beside_python.exists() else tool
    command = [program, *options, "--", *target.paths]
    try:
        done = subprocess.run(
            command, cwd=target.root, capture_output=True, text=True, check=False
        )
    except FileNotFoundError:
        raise ToolError(f"{tool} is not installed — pip install {tool}") from None
    if done.returncode not in {0, 1}:
        raise ToolError(f"{tool} failed: {done.stderr.strip()}")
    return done.stdout


def _seen_from_here(file: Path) -> str:
    """Return a path as a person would write it here, with forward slashes."""
    near = os.path.relpath(file)
    return Path(file if near.startswith("..") else near).as_posix()
