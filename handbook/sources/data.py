"""Find keys, tables and sections in files that are not Python."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, cast

import yaml

from handbook.common.errors import HandbookError
from handbook.sources.lines import (
    Range,
    split_lines,
    with_glued_comments,
    without_trailing_blanks,
)

type Finder = Callable[[str, str], list[Range]]
"""Takes a file's text and a name; returns the blocks, or none if unknown."""

_TOML_HEADER = re.compile(r"^\[\[?\s*([^\]]+?)\s*\]\]?")
_SECTION = re.compile(r"^\[([^\]]+)\]")
_STAGE = re.compile(r"^FROM\s.*?(?:\sAS\s+(\S+))?\s*$", re.IGNORECASE)


def toml(text: str, name: str) -> list[Range]:
    """Return the table ``name``, or the key ``name`` under its table's header."""
    lines = split_lines(text)
    headers = [
        (i, m[1]) for i, line in enumerate(lines, 1) if (m := _TOML_HEADER.match(line))
    ]
    own = [i for i, header in headers if header == name]
    below = [i for i, header in headers if header.startswith(f"{name}.")]
    if own or below:
        return [
            _section(lines, first, [i for i, _ in headers]) for first in own or below
        ]
    table, _, key = name.rpartition(".")
    starts = [i for i, header in headers if header == table] if table else [0]
    for start in starts:
        if block := _toml_key(lines, start, key):
            return [Range(start, start), block] if start else [block]
    return []


def _toml_key(lines: Sequence[str], header: int, key: str) -> Range | None:
    pattern = re.compile(rf"^[\"']?{re.escape(key)}[\"']?\s*=")
    for first in range(header + 1, len(lines) + 1):
        if _TOML_HEADER.match(lines[first - 1]):
            return None
        if pattern.match(lines[first - 1]):
            last = _toml_value_end(lines, first)
            return Range(with_glued_comments(lines, first), last)
    return None


def _toml_value_end(lines: Sequence[str], first: int) -> int:
    for last in range(first, len(lines) + 1):
        try:
            tomllib.loads("\n".join(lines[first - 1 : last]))
        except tomllib.TOMLDecodeError:
            continue
        return last
    return first


def _section(lines: Sequence[str], first: int, headers: Sequence[int]) -> Range:
    later = [header for header in headers if header > first]
    end = with_glued_comments(lines, later[0]) - 1 if later else len(lines)
    return without_trailing_blanks(lines, with_glued_comments(lines, first), end)


def yaml_key(text: str, name: str) -> list[Range]:
    """Return the key at the dotted path ``name``; items of a list by their index."""
    lines = split_lines(text)
    node = cast("yaml.Node", yaml.compose(text, Loader=yaml.SafeLoader))
    first = 0
    for part in name.split("."):
        entry = next((e for e in _entries(node) if e[0] == part), None)
        if entry is None:
            return []
        _, first, node = entry
    last = node.end_mark.line if node.end_mark.column == 0 else node.end_mark.line + 1
    block = _without_trailing_comments(lines, first, max(first, last))
    return [Range(with_glued_comments(lines, first), block)]


def _entries(node: yaml.Node) -> Iterator[tuple[str, int, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.line + 1, value
    elif isinstance(node, yaml.SequenceNode):
        for index, value in enumerate(node.value):
            yield str(index), value.start_mark.line + 1, value


def _without_trailing_comments(lines: Sequence[str], first: int, last: int) -> int:
    while last > first and lines[last - 1].strip()[:1] in {"", "#"}:
        last -= 1
    return last


def ini(text: str, name: str) -> list[Range]:
    """Return the section ``name``, or the key ``section.key`` under its header."""
    lines = split_lines(text)
    headers = {
        m[1]: i for i, line in enumerate(lines, 1) if (m := _SECTION.match(line))
    }
    if name in headers:
        return [_section(lines, headers[name], sorted(headers.values()))]
    section, _, key = name.rpartition(".")
    if section not in headers:
        return []
    first, last = _section(lines, headers[section], sorted(headers.values()))
    for number in range(first, last + 1):
        if re.match(rf"{re.escape(key)}\s*[=:]", lines[number - 1]):
            return [
                Range(headers[section], headers[section]),
                Range(with_glued_comments(lines, number), number),
            ]
    return []


def env(text: str, name: str) -> list[Range]:
    """Return the line that sets the variable ``name``, also where commented out."""
    lines = split_lines(text)
    pattern = re.compile(rf"^(#\s*)?{re.escape(name)}=")
    numbers = [i for i, line in enumerate(lines, 1) if pattern.match(line)]
    return [Range(with_glued_comments(lines, number), number) for number in numbers]


def dockerfile(text: str, name: str) -> list[Range]:
    """Return the build stage ``name`` (``FROM … AS name``)."""
    lines = split_lines(text)
    stages = [(i, m[1]) for i, line in enumerate(lines, 1) if (m := _STAGE.match(line))]
    starts = [number for number, _ in stages]
    return [
        _section(lines, number, starts) for number, stage in stages if stage == name
    ]


def shell(text: str, name: str) -> list[Range]:
    """Return the function ``name``, from its header to the brace at column 0."""
    lines = split_lines(text)
    header = re.compile(rf"^(function\s+)?{re.escape(name)}\s*\(\)\s*\{{")
    for first, line in enumerate(lines, 1):
        if header.match(line):
            last = lines.index("}", first) + 1 if "}" in lines[first:] else first
            return [Range(with_glued_comments(lines, first), last)]
    return []


def nginx(text: str, name: str) -> list[Range]:
    """Return the blocks whose header is ``name``, such as ``location /api/``."""
    lines = split_lines(text)
    header = re.compile(rf"^\s*{re.escape(name)}\s*\{{")
    return [
        Range(with_glued_comments(lines, first), _closing_brace(lines, first))
        for first, line in enumerate(lines, 1)
        if header.match(line)
    ]


def _closing_brace(lines: Sequence[str], first: int) -> int:
    depth = 0
    for number in range(first, len(lines) + 1):
        code = lines[number - 1].partition("#")[0]
        depth += code.count("{") - code.count("}")
        if depth == 0:
            return number
    return len(lines)


def sql(text: str, name: str) -> list[Range]:
    """Return the statement that creates or alters the object ``name``."""
    lines = split_lines(text)
    header = re.compile(rf"^(CREATE|ALTER)\s.*?\b{re.escape(name)}\b", re.IGNORECASE)
    for first, line in enumerate(lines, 1):
        if header.match(line):
            last = next(
                (
                    i
                    for i in range(first, len(lines) + 1)
                    if lines[i - 1].rstrip().endswith(";")
                ),
                len(lines),
            )
            return [Range(with_glued_comments(lines, first), last)]
    return []


FINDERS: Mapping[str, Finder] = {
    "toml": toml,
    "yaml": yaml_key,
    "ini": ini,
    "dotenv": env,
    "dockerfile": dockerfile,
    "bash": shell,
    "nginx": nginx,
    "sql": sql,
}


def find(text: str, language: str, names: Sequence[str], path: str) -> list[Range]:
    """Return the blocks of ``names`` in a file of the given language.

    Raises HandbookError where a name is not in the file, or where files of this
    language can only be shown whole.
    """
    finder = FINDERS.get(language)
    if finder is None:
        raise HandbookError(
            f"{path} has no names to show it by", fix="include the whole file"
        )
    return [block for name in names for block in _found(finder, text, name, path)]


def _found(finder: Finder, text: str, name: str, path: str) -> list[Range]:
    if blocks := finder(text, name):
        return blocks
    near = get_close_matches(name, _guesses(text), n=3, cutoff=0.6)
    hint = f"did you mean {' or '.join(near)}?" if near else "check the spelling"
    raise HandbookError(f"{path} has no {name!r}", fix=hint)


def _guesses(text: str) -> list[str]:
    try:
        return list(_paths(tomllib.loads(text)))
    except tomllib.TOMLDecodeError:
        return re.findall(r"[\w.-]+", text)


def _paths(value: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for key, inner in value.items():
        yield prefix + key
        if isinstance(inner, dict):
            yield from _paths(inner, f"{prefix}{key}.")
