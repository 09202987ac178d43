"""Rules: the structured blocks that a chapter is made of."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path

import yaml
from pydantic import TypeAdapter, ValidationError

from handbook.book.blocks import Block
from handbook.book.fields import Level, RuleFields
from handbook.book.references import Reference, reference
from handbook.common import strict_yaml
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT, read_text
from handbook.sources.lines import split_lines

SECTIONS = ("why", "do", "dont", "exceptions")

_ID = re.compile(r"^[A-Z]{2,6}-\d{3}$")


@dataclass(frozen=True)
class _Claim:
    id: str


@dataclass(frozen=True)
class _Ledger:
    entries: list[_Claim]


_LEDGER = TypeAdapter(_Ledger)


@dataclass(frozen=True)
class Evidence:
    """What shows in this repository that a rule holds: one of PROOFS, and which."""

    kind: str
    value: str


@dataclass(frozen=True)
class Enforcement:
    """What finds a violation in the reader's code: one of ENFORCEMENTS, and which."""

    kind: str
    value: str

    @property
    def setting(self) -> str | None:
        """The setting without which a type checker does not report the code."""
        return _SETTINGS.get((self.kind, self.value))


_SETTINGS: Mapping[tuple[str, str], str] = {
    ("mypy", "attr-defined"): "python_version",
    ("mypy", "comparison-overlap"): "strict_equality",
    ("mypy", "no-any-return"): "warn_return_any",
    ("mypy", "no-untyped-def"): "disallow_untyped_defs",
    ("basedpyright", "reportAttributeAccessIssue"): "pythonVersion",
}


@dataclass(frozen=True)
class Rule:
    """A rule of a chapter; ``path`` and the lines are those of its source.

    ``needs`` are the rules without which this one does not work, by id, each with the
    test that shows what happens without it.
    """

    id: str
    level: Level
    statement: str
    slug: str
    terms: tuple[str, ...]
    ledger: tuple[str, ...]
    origin: str
    proof: tuple[Evidence, ...]
    enforce: tuple[Enforcement, ...]
    references: tuple[Reference, ...]
    needs: Mapping[str, str]
    since: Mapping[str, str]
    changes: Mapping[date, str]
    path: str
    block: Block

    @property
    def anchor(self) -> str:
        """The rule's fragment on its page."""
        return self.id.lower()

    @property
    def changed(self) -> date:
        """When the rule last changed for its reader."""
        return max(self.changes)

    @property
    def tools(self) -> tuple[Enforcement, ...]:
        """What finds a violation without a person who looks for it."""
        return tuple(one for one in self.enforce if one.kind != "review")

    def section(self, name: str) -> Block | None:
        """Return a section of the rule, or None where it has none."""
        return next((block for block in self.block.inner if block.name == name), None)


def read(block: Block, path: str) -> Rule:
    """Return the rule that a block holds.

    Raises HandbookError, with the place and the fix, for an id of the wrong form,
    an unknown or missing or mistyped field, a missing or unknown section, a ledger
    id that doesn't exist, or neither a ledger id nor an origin.
    """
    if not _ID.match(block.argument):
        raise _fault(block, path, f"{block.argument!r} is no rule id", "write AREA-001")
    fields = _fields(block, path)
    _check_sections(block, path)
    if fields.level == "should" and "exceptions" not in [b.name for b in block.inner]:
        raise _fault(
            block,
            path,
            f"{block.argument} is a should without exceptions",
            "say when to choose otherwise: add /// exceptions",
        )
    _check_ledger(fields.ledger, block, path)
    if not fields.ledger and not fields.origin:
        raise _fault(
            block,
            path,
            f"{block.argument} has neither a claim in `ledger` nor an `origin`",
            "add origin: one sentence that says why the rule exists; or the claims",
        )
    return Rule(
        id=block.argument,
        level=fields.level,
        statement=fields.statement,
        slug=fields.slug,
        terms=tuple(fields.terms),
        ledger=tuple(fields.ledger),
        origin=fields.origin,
        proof=tuple(Evidence(*item) for e in fields.proof for item in e.items()),
        enforce=tuple(Enforcement(*item) for e in fields.enforce for item in e.items()),
        references=tuple(reference(each) for each in fields.references),
        needs=fields.needs,
        since=fields.since,
        changes=fields.changes,
        path=path,
        block=block,
    )


def _fields(block: Block, path: str) -> RuleFields:
    try:
        return RuleFields.model_validate(strict_yaml.load(block.fields) or {})
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = block.first + 1 + mark.line if mark else block.first
        raise HandbookError(
            f"the fields of {block.argument} are no YAML: {_problem(error)}",
            path=path,
            line=line,
            fix="quote a value that holds a colon, a hash or a backtick",
        ) from error
    except ValidationError as error:
        raise _invalid(block, path, error) from error


def _problem(error: yaml.YAMLError) -> str:
    return str(getattr(error, "problem", error))


def _invalid(block: Block, path: str, error: ValidationError) -> HandbookError:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "fields"
    lines = split_lines(block.fields)
    offset = next(
        (i for i, text in enumerate(lines) if text.startswith(f"{name}:")), -1
    )
    known = ", ".join(RuleFields.model_fields)
    fix = {
        "extra_forbidden": f"a rule has {known}",
        "missing": f"add {name}",
    }.get(first["type"], f"fix {name}")
    what = "unknown field" if first["type"] == "extra_forbidden" else first["msg"]
    return HandbookError(
        f"{block.argument}: {name}: {what}",
        path=path,
        line=block.first + 1 + offset,
        fix=fix,
    )


def _check_sections(block: Block, path: str) -> None:
    names = [inner.name for inner in block.inner]
    for inner in block.inner:
        if inner.name not in SECTIONS:
            known = ", ".join(SECTIONS)
            raise _fault(
                inner,
                path,
                f"{block.argument}: unknown section {inner.name!r}",
                f"a rule has {known}",
            )
        if names.count(inner.name) > 1:
            raise _fault(
                inner,
                path,
                f"{block.argument} has two sections {inner.name!r}",
                "join them",
            )
    for needed in ("why", "do"):
        if needed not in names:
            raise _fault(
                block,
                path,
                f"{block.argument} has no {needed!r} section",
                f"add /// {needed}",
            )


def _check_ledger(ids: Sequence[str], block: Block, path: str) -> None:
    known = ledger_ids()
    for entry in ids:
        if entry not in known:
            near = get_close_matches(entry, known, n=3)
            hint = (
                f"did you mean {' or '.join(near)}?"
                if near
                else "see handbook/ledger.yaml"
            )
            raise _fault(
                block, path, f"{block.argument}: no ledger entry {entry!r}", hint
            )


@cache
def ledger_ids(root: Path = ROOT) -> frozenset[str]:
    """Return the ids of the claims that rules can cover."""
    text = read_text(root, "handbook/ledger.yaml")
    return frozenset(
        e.id for e in _LEDGER.validate_python(strict_yaml.load(text)).entries
    )


def check_unique(rules: Sequence[Rule]) -> None:
    """Raise HandbookError where two rules have one id or one slug."""
    seen: dict[str, Rule] = {}
    slugs: dict[str, Rule] = {}
    for rule in rules:
        if other := seen.get(rule.id):
            raise _fault(
                rule.block,
                rule.path,
                f"the id {rule.id} is taken by {other.path}:{other.block.first}",
                f"give this rule the next free id, {next_id(rule.id, rules)}",
            )
        if other := slugs.get(rule.slug):
            raise _fault(
                rule.block,
                rule.path,
                f"the slug {rule.slug} is taken by {other.id}",
                "choose other words",
            )
        seen[rule.id] = slugs[rule.slug] = rule


def check_needs(rules: Sequence[Rule]) -> None:
    """Raise HandbookError where a rule needs itself, or one that does not exist."""
    known = {rule.id for rule in rules}
    for rule in rules:
        for other in rule.needs:
            if other not in known - {rule.id}:
                near = get_close_matches(other, known - {rule.id}, n=3)
                raise _fault(
                    rule.block,
                    rule.path,
                    f"{rule.id} needs {other}, which is no other rule",
                    f"name a rule, such as {', '.join(near)}"
                    if near
                    else "name a rule",
                )


def next_id(taken: str, rules: Sequence[Rule]) -> str:
    """Return the next free id of the area of an id that is taken."""
    area = taken.partition("-")[0]
    numbers = [
        int(r.id.partition("-")[2]) for r in rules if r.id.startswith(f"{area}-")
    ]
    return f"{area}-{max(numbers) + 1:03}"


def _fault(block: Block, path: str, message: str, fix: str) -> HandbookError:
    return HandbookError(message, path=path, line=block.first, fix=fix)
