"""What readers copy and run, held to the chapters: settings, index and addresses."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.book.addresses import address_of
from handbook.book.rules import Rule
from handbook.common.errors import HandbookError
from handbook.common.files import read_text, read_toml
from handbook.common.markup import listed
from handbook.common.settings import site_url
from handbook.sources.lines import split_lines

SETTINGS = "examples/checks/pyproject.toml"
INDEX = "examples/checks/rules.json"
_RULES = "examples/checks/rules"

_TOOLS: Mapping[str, tuple[str, ...]] = {
    "ruff": ("tool.ruff.lint", "select"),
    "mypy": ("tool.mypy", "enable_error_code"),
    "basedpyright": ("tool.basedpyright",),
    "pytest": ("tool.pytest",),
    "imports": ("tool.importlinter.contracts",),
}
"""Where the settings of a tool lie: the table and, where there is one, its key."""

_NAMED_BY_KEY = {"basedpyright", "pytest"}
"""The tools whose settings are keys; those of mypy are keys and items of a list."""

_FOUND_BY = ("ast-grep", "ruff", "pytest")
"""The tools that the command of ``handbook_checks`` asks."""

_TABLE = re.compile(r"\[+(?P<name>[\w.]+)\]+")
_IDS = re.compile(r"[A-Z]{2,6}-\d{3}(, [A-Z]{2,6}-\d{3})*")


@dataclass(frozen=True)
class Setting:
    """A line of the settings: what it turns on, and for which rules."""

    tool: str
    value: str
    rules: tuple[str, ...]
    line: int


def faults(root: Path, rules: Sequence[Rule]) -> list[HandbookError]:
    """Return where the settings, the index and the chapters don't agree."""
    if not (_wanted(rules) or (root / SETTINGS).exists()):
        return []  # a book whose rules name no setting has none to hand out
    read_toml(root, SETTINGS)
    lines = list(settings(read_text(root, SETTINGS)))
    return [*_settings_faults(lines, rules), *_index_faults(root, rules)]


def settings(text: str) -> Iterator[Setting]:
    """Yield the lines of the settings that name rules in a comment."""
    table = ""
    for number, line in enumerate(split_lines(text), 1):
        if found := _TABLE.match(line):
            table = found["name"]
        code, _, comment = (part.strip() for part in line.partition("#"))
        tool = _tool_of(table)
        if code and tool and _IDS.fullmatch(comment):
            key, _, value = code.rpartition(" = ")
            item = value.strip('",')
            is_key = tool in _NAMED_BY_KEY or (tool == "mypy" and key)
            named = key if is_key else item
            yield Setting(tool, named, tuple(comment.split(", ")), number)


def _tool_of(table: str) -> str | None:
    return next((tool for tool, (name, *_) in _TOOLS.items() if name == table), None)


def _settings_faults(
    lines: Sequence[Setting], rules: Sequence[Rule]
) -> Iterator[HandbookError]:
    wanted = _wanted(rules)
    for line in lines:
        if set(line.rules) != wanted.get((line.tool, line.value), set()):
            named = sorted(wanted.get((line.tool, line.value), ()))
            yield HandbookError(
                f"the comment behind {line.value} names {listed(line.rules)}",
                path=SETTINGS,
                line=line.line,
                fix=f"write # {', '.join(named)}" if named else "delete the line",
            )
    there = {(line.tool, line.value) for line in lines}
    for (tool, value), ids in wanted.items():
        if (tool, value) not in there:
            program = "import-linter" if tool == "imports" else tool
            yield HandbookError(
                f"{program}'s {value} is missing, which {listed(sorted(ids))} names",
                path=SETTINGS,
                line=1,
                fix=f"add it to {'.'.join(_TOOLS[tool])}",
            )


def _wanted(rules: Iterable[Rule]) -> Mapping[tuple[str, str], set[str]]:
    wanted: dict[tuple[str, str], set[str]] = defaultdict(set)
    for rule in rules:
        for one in rule.enforce:
            if one.kind in _TOOLS:
                wanted[one.kind, one.value].add(rule.id)
            if one.setting:
                wanted[one.kind, one.setting].add(rule.id)
    return wanted


def _index_faults(root: Path, rules: Sequence[Rule]) -> Iterator[HandbookError]:
    written = (root / INDEX).read_text("utf-8") if (root / INDEX).exists() else ""
    if written != index(root, rules):
        yield HandbookError(
            "is not what the chapters say",
            path=INDEX,
            fix="write it: python -m handbook checks",
        )


def index(root: Path, rules: Sequence[Rule]) -> str:
    """Return the rules that a tool finds violations of, as the command reads them."""
    entries = [
        {
            "id": rule.id,
            "level": rule.level,
            "statement": rule.statement.replace("`", ""),
            "url": address_of(rule, root),
            "codes": codes,
        }
        for rule in sorted(rules, key=lambda rule: rule.id)
        if (codes := _codes(rule))
    ]
    return json.dumps({"rules": entries}, indent=1, ensure_ascii=False) + "\n"


def _codes(rule: Rule) -> dict[str, list[str]]:
    codes: dict[str, list[str]] = defaultdict(list)
    for one in rule.enforce:
        if one.kind in _FOUND_BY:
            codes[one.kind].append(one.value)
    return dict(codes)


def readdress(root: Path, rules: Iterable[Rule]) -> list[str]:
    """Write the address of each rule that has moved into its ast-grep rules.

    Return the paths of the files that were written.
    """
    written: list[str] = []
    for rule in rules:
        old = re.compile(rf"{re.escape(site_url(root))}/\S*#{rule.anchor}\b")
        for file in sorted((root / _RULES).glob(f"{rule.id}*.yml")):
            text = file.read_text(encoding="utf-8")
            new = old.sub(address_of(rule, root), text)
            if new != text:
                file.write_text(new, encoding="utf-8")
                written.append(file.relative_to(root).as_posix())
    return written
