"""The rules of ast-grep that readers copy, held to the rules of the chapters."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from handbook.book.addresses import address_of
from handbook.book.rules import Rule
from handbook.common import strict_yaml
from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.proof.scope import CHECKS, tree

SEVERITIES: Mapping[str, tuple[str, ...]] = {
    "must": ("error",),
    "should": ("warning",),
    "may": ("info", "hint"),
}
"""What a rule of each level may be to ast-grep: an error fails the reader's build."""

_FOLDER = f"{CHECKS}/rules"
_NAME = re.compile(r"(?P<rule>[A-Z]{2,6}-\d{3})(-[a-z]+)*")


class _Fields(BaseModel):
    """What is compared; ast-grep itself checks the rest."""

    model_config = ConfigDict(extra="allow")

    id: str
    message: str
    severity: str
    note: str


@dataclass(frozen=True)
class RuleFile:
    """A file of one ast-grep rule: its name without the suffix is the id."""

    path: str
    fields: _Fields

    @property
    def name(self) -> str:
        """The name of the file, which begins with the id of a rule."""
        return PurePosixPath(self.path).stem


def rule_of(name: str) -> str:
    """Return the id of the chapter's rule that an ast-grep rule belongs to."""
    match = _NAME.fullmatch(name)
    return match["rule"] if match else ""


def faults(root: Path, rules: Iterable[Rule]) -> list[HandbookError]:
    """Return where a file and the rule of its name do not agree."""
    known = {rule.id: rule for rule in rules}
    found: list[HandbookError] = []
    for path in _paths(root, _FOLDER):
        try:
            file = _read(root, path)
        except HandbookError as fault:
            found.append(fault)
        else:
            found += _differences(root, file, known.get(rule_of(file.name)))
    found += _names_without_file(root, known.values())
    return found + list(_tests_without_rule(root))


def names(root: Path) -> list[str]:
    """Return the names of all ast-grep rules."""
    return [PurePosixPath(path).stem for path in _paths(root, _FOLDER)]


def _paths(root: Path, folder: str) -> list[str]:
    return [p for p in tree(root) if PurePosixPath(p).parent.as_posix() == folder]


def _read(root: Path, path: str) -> RuleFile:
    try:
        value = strict_yaml.load(read_text(root, path))
        return RuleFile(path, _Fields.model_validate(value))
    except yaml.YAMLError as fault:
        what = f"is no single document of YAML: {getattr(fault, 'problem', fault)}"
        fix = "write one rule in one file"
        raise HandbookError(what, path=path, line=1, fix=fix) from None
    except ValidationError as fault:
        name = str(fault.errors()[0]["loc"][0]) if fault.errors()[0]["loc"] else "rule"
        what = f"{name}: {fault.errors()[0]['msg']}"
        fix = "a rule has id, message, severity and note"
        raise HandbookError(what, path=path, line=1, fix=fix) from None


def _differences(
    root: Path, file: RuleFile, rule: Rule | None
) -> Iterator[HandbookError]:
    def fault(field: str, what: str, fix: str) -> HandbookError:
        line = _line_of(read_text(root, file.path), field)
        return HandbookError(what, path=file.path, line=line, fix=fix)

    if not file.path.endswith(".yml") or file.fields.id != file.name:
        fix = f"name the file {file.fields.id}.yml, or correct the id"
        yield fault("id", f"the id {file.fields.id} is not the name of the file", fix)
    if rule is None:
        fix = "name it after a rule of a chapter: AREA-001.yml or AREA-001-words.yml"
        yield fault("id", f"no chapter has the rule of {file.name}", fix)
        return
    if file.name not in _named(rule):
        fix = f"add `- ast-grep: {file.name}` to its enforce"
        yield fault("id", f"{rule.id} does not name {file.name}", fix)
    if file.fields.message != rule.statement:
        fix = f"write: {rule.statement}"
        yield fault("message", f"the message is not the statement of {rule.id}", fix)
    allowed = SEVERITIES[rule.level]
    if file.fields.severity not in allowed:
        what = f"{file.fields.severity} does not fit the level of {rule.id}"
        yield fault("severity", what, f"a {rule.level} is {' or '.join(allowed)}")
    address = address_of(rule, root)
    if file.fields.note.split()[-1:] != [address]:
        what = f"the note does not end with the address of {rule.id}"
        yield fault("note", what, f"end it with {address}")


def _named(rule: Rule) -> list[str]:
    return [one.value for one in rule.enforce if one.kind == "ast-grep"]


def _names_without_file(root: Path, rules: Iterable[Rule]) -> Iterator[HandbookError]:
    files = set(names(root))
    for rule in rules:
        for name in _named(rule):
            if name not in files or rule_of(name) != rule.id:
                yield HandbookError(
                    f"{rule.id}: {name} is no ast-grep rule of it",
                    path=rule.path,
                    line=rule.block.first,
                    fix=f"name a file of {_FOLDER}: {rule.id} or {rule.id}-words",
                )


def _tests_without_rule(root: Path) -> Iterator[HandbookError]:
    known = set(names(root))
    for path in _paths(root, f"{CHECKS}/tests"):
        name = PurePosixPath(path).stem
        found = re.search(r"^id: *(\S+)", read_text(root, path), re.MULTILINE)
        if name not in known or not found or found[1] != name:
            yield HandbookError(
                "names no ast-grep rule as its file and its id",
                path=path,
                line=1,
                fix=f"write `id: {name}`, and name both after a file of {_FOLDER}",
            )


def _line_of(text: str, field: str) -> int:
    before = re.search(rf"^{field}:", text, re.MULTILINE)
    return text.count("\n", 0, before.start()) + 1 if before else 1
