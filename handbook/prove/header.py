"""The header of an antipattern: what proves it wrong."""

import io
import re
import tokenize
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path

from pydantic import BaseModel, ValidationError

from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.common.markup import listed
from handbook.sources.lines import WITNESS, split_lines

_SILENCERS = re.compile(
    r"#\s*(?:noqa|ruff:|type:\s*ignore|(?:based)?pyright:|mypy:|ast-grep-ignore)"
)
_TEST = re.compile(r"[^\s:]+\.py(::\w+)+")


def _dashed(name: str) -> str:
    """Return a field's name as the header writes it."""
    return name.replace("_", "-")


class _Fields(
    BaseModel, frozen=True, extra="forbid", strict=True, alias_generator=_dashed
):
    right: str
    ruff: list[str] | None = None
    mypy: list[str] | None = None
    basedpyright: list[str] | None = None
    ast_grep: list[str] | None = None
    also: dict[str, str] | None = None
    harm: str | None = None


@dataclass(frozen=True)
class Header:
    """What an antipattern declares; ``lines`` is how many lines it takes to do so.

    ``also`` are ast-grep rules about something else that the code breaks too, each with
    the reason.
    """

    path: str
    lines: int
    right: str
    ruff: tuple[str, ...]
    mypy: tuple[str, ...]
    basedpyright: tuple[str, ...]
    ast_grep: tuple[str, ...] = ()
    also: Mapping[str, str] = field(default_factory=dict[str, str])
    harm: str | None = None

    def codes(self, tool: str) -> tuple[str, ...]:
        """Return the codes about the fault that the named tool has to report."""
        tools = {
            "ruff": self.ruff,
            "mypy": self.mypy,
            "basedpyright": self.basedpyright,
            "ast-grep": self.ast_grep,
        }
        return tools[tool]

    def expected(self, tool: str) -> tuple[str, ...]:
        """Return all codes that the named tool has to report."""
        return (*self.codes(tool), *(self.also if tool == "ast-grep" else ()))

    @property
    def has_diagnostics(self) -> bool:
        """Whether a tool is to see the fault that is not a rule of this handbook."""
        return bool(self.ruff or self.mypy or self.basedpyright)


def read_header(root: Path, path: str) -> Header:
    """Return the header of the antipattern at ``path``.

    Raises HandbookError for a header that is missing, malformed or names files that
    don't exist, and for comments that silence a tool.
    """
    source = read_text(root, path)
    match = WITNESS.match(source)
    if not match:
        raise HandbookError(
            "an antipattern begins with its header",
            path=path,
            line=1,
            fix="write # /// bad, its fields as TOML comments, and # ///",
        )
    header = _header(path, match)
    for fault in (*_faults(root, header, source), *_silencers(path, source)):
        raise fault
    return header


def _header(path: str, match: re.Match[str]) -> Header:
    toml = "".join(f"{line[2:]}\n" for line in split_lines(match["toml"]))
    try:
        fields = _Fields.model_validate(tomllib.loads(toml))
    except tomllib.TOMLDecodeError as fault:
        found = re.search(r"at line (\d+)", str(fault))
        line = int(found[1]) + 1 if found else 1
        raise HandbookError(
            f"the header is no TOML: {fault}", path=path, line=line
        ) from None
    except ValidationError as fault:
        raise _misfit(path, toml, fault) from None
    return Header(
        path=path,
        lines=match.group().count("\n"),
        right=fields.right,
        ruff=tuple(sorted(fields.ruff or ())),
        mypy=tuple(sorted(fields.mypy or ())),
        basedpyright=tuple(sorted(fields.basedpyright or ())),
        ast_grep=tuple(sorted(fields.ast_grep or ())),
        also=fields.also or {},
        harm=fields.harm,
    )


def _misfit(path: str, toml: str, fault: ValidationError) -> HandbookError:
    first = fault.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "header"
    what = {
        "missing": f"the header lacks {name!r}",
        "extra_forbidden": f"the header has an unknown field {name!r}",
    }.get(first["type"], f"{name}: {first['msg']}")
    fix = {
        "missing": 'name the file of the right code: right = "examples/…"',
        "extra_forbidden": _meant(name),
    }.get(first["type"], "give a list of codes, or a string")
    line = _line_of(toml, rf"^\s*{re.escape(name)}\b")
    return HandbookError(what, path=path, line=line, fix=fix)


def _meant(name: str) -> str:
    """Return the field that a misspelt one stands for, or all of them."""
    fields = [_dashed(field) for field in _Fields.model_fields]
    near = get_close_matches(name, fields, n=1)
    known = listed(fields)
    return f"did you mean {near[0]}?" if near else f"known are {known}"


def _line_of(toml: str, pattern: str) -> int:
    numbered = enumerate(split_lines(toml), start=2)
    return next((number for number, line in numbered if re.search(pattern, line)), 1)


def _faults(root: Path, header: Header, source: str) -> Iterator[HandbookError]:
    if not (root / header.right).is_file():
        yield HandbookError(
            f"there is no right code {header.right}",
            path=header.path,
            line=_line_of(source, r"^# right\b") - 1,
            fix="name the file relative to the repository",
        )
    if not is_python(header.path) and (header.has_diagnostics or header.ast_grep):
        yield HandbookError(
            "ruff, mypy, basedpyright and ast-grep read Python alone",
            path=header.path,
            line=1,
            fix="declare a harm test; it may run the tool that reads such files",
        )
    if not header.has_diagnostics and not header.harm:
        yield HandbookError(
            "nothing proves this wrong: no code of ruff, mypy or basedpyright, and no "
            "harm test",
            path=header.path,
            line=1,
            fix="declare the codes that fire, or a harm test; an ast-grep rule of this "
            "handbook is no proof",
        )
    for code, reason in header.also.items():
        if code in header.ast_grep or not reason.strip():
            yield HandbookError(
                f"also: {code} needs a reason, and is no code of ast-grep's list",
                path=header.path,
                line=_line_of(source, r"^# also\b") - 1,
                fix='write also = {"DB-009" = "why this code breaks it too"}',
            )
    if header.harm:
        yield from _harm_faults(root, header, header.harm, source)


def _harm_faults(
    root: Path, header: Header, harm: str, source: str
) -> Iterator[HandbookError]:
    line = _line_of(source, r"^# harm\b") - 1
    if not _TEST.fullmatch(harm):
        yield HandbookError(
            f"{harm!r} is not the id of a test",
            path=header.path,
            line=line,
            fix="write tests/….py::test_name, without parameters",
        )
    elif not _defines(root / harm.partition("::")[0], harm.rpartition("::")[2]):
        yield HandbookError(
            f"there is no test {harm}",
            path=header.path,
            line=line,
            fix="write the test, or correct its name",
        )


def _defines(path: Path, name: str) -> bool:
    if not path.is_file():
        return False
    return bool(re.search(rf"\bdef {name}\b", path.read_text(encoding="utf-8")))


def is_python(path: str) -> bool:
    """Whether the tools for Python read the file; any other has a harm test."""
    return path.endswith(".py")


def _silencers(path: str, source: str) -> Iterator[HandbookError]:
    if not is_python(path):
        return
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT and _SILENCERS.match(token.string):
            yield HandbookError(
                f"a comment silences a tool: {token.string}",
                path=path,
                line=token.start[0],
                fix="delete it and declare the code in the header",
            )
