"""Hold every block of code in the built site to the proof.

It reads what visitors and agents get, and trusts nothing that wrote it: the files are
read again, the lines compared, the tests looked up.
"""

import ast
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from handbook.book.page import Waived
from handbook.book.snippets import read_span
from handbook.check.code_blocks import Block, blocks
from handbook.check.compare import (
    difference,
    elisions,
    lines_of,
    parse_ranges,
)
from handbook.check.markdown_blocks import markdown_blocks
from handbook.check.shown_imports import import_faults
from handbook.common.errors import HandbookError
from handbook.common.files import read_text
from handbook.proof.scope import ANTIPATTERNS, digest
from handbook.proof.spans import Lines, evidence, exercised, is_broken
from handbook.proof.store import FIX, TOOLS, Diagnostic, Proof
from handbook.sources.lines import split_lines
from handbook.sources.python import verbatim_lines

_BY_HAND = "put it into examples/ under a test and show it with @include"
_LEFT_OUT = "let the renderer mark the gap"


@dataclass(frozen=True)
class Inventory:
    """What was counted; ``kinds`` are the blocks by what proves them."""

    pages: int
    blocks: int
    kinds: dict[str, int]
    waivers: tuple[str, ...]
    faults: tuple[HandbookError, ...]

    @property
    def summary(self) -> str:
        """The counts and the waivers, line by line."""
        kinds = ", ".join(f"{n} {kind}" for kind, n in sorted(self.kinds.items()))
        lines = [f"{self.blocks} code blocks on {self.pages} pages: {kinds}"]
        lines += [f"waived: {waiver}" for waiver in self.waivers]
        lines.append(f"{len(self.faults)} without proof")
        return "\n".join(lines)


@dataclass(frozen=True)
class _Fault:
    """What is wrong with a block, and what to do."""

    what: str
    fix: str


_FORGED = _Fault("no fence carries its waiver", "give the reason in the fence's header")


def take(
    site: Path, proof: Proof, root: Path, waived: Iterable[Waived] = ()
) -> Inventory:
    """Count the blocks of all pages below ``site`` and check each one.

    Pages are HTML for people and Markdown for agents.

    ``waived`` are the fences that carry a waiver: a block that has one without such a
    fence got it from raw HTML.
    """
    pages = sorted(site.rglob("*.html"))
    plain = sorted(site.rglob("*.md"))
    if not pages:
        raise HandbookError(f"no pages in {site}", fix="build the site first")
    allowed = Counter(fence.reason for fence in waived)
    kinds: Counter[str] = Counter()
    waivers: list[str] = []
    faults: list[HandbookError] = []
    for page in [*pages, *plain]:
        name = page.relative_to(site).as_posix()
        read = markdown_blocks if page in plain else blocks
        for block in read(page.read_text(encoding="utf-8")):
            kinds[_kind(block)] += 1
            fault = _checked(block, proof, root)
            if block.waiver:
                waivers.append(f"{name} block {block.ordinal}: {block.waiver}")
                allowed[block.waiver] -= 1
                fault = _FORGED if allowed[block.waiver] < 0 else fault
            if fault:
                what = f"block {block.ordinal} {block.first_line!r}: {fault.what}"
                faults.append(HandbookError(what, path=name, fix=fault.fix))
    return Inventory(
        len(pages) + len(plain),
        kinds.total(),
        dict(kinds),
        tuple(waivers),
        tuple(faults),
    )


def _kind(block: Block) -> str:
    return "waived" if block.waiver else block.attributes.get("data-kind", "by hand")


def _checked(block: Block, proof: Proof, root: Path) -> _Fault | None:
    fault = next(_faults(block, proof, root), None)
    if not block.waiver:
        return fault
    if fault:
        return None
    return _Fault("its waiver is not needed: it is proven", "delete the waiver")


def _faults(block: Block, proof: Proof, root: Path) -> Iterator[_Fault]:
    if "unproven" in block.attributes.get("class", "").split():
        yield _Fault("it is marked as unproven", FIX)
    match block.attributes.get("data-kind"):
        case "source" | "imports":
            yield from _source_faults(block, proof, root)
        case "output":
            yield from _output_faults(block, proof)
        case "diagnostic":
            yield from _diagnostic_faults(block, proof)
        case _:
            yield _Fault("nothing proves it", _BY_HAND)


def _source_faults(block: Block, proof: Proof, root: Path) -> Iterator[_Fault]:
    path = block.attributes.get("data-path", "")
    if path not in proof.files or not (root / path).is_file():
        yield _Fault(f"the proof does not know the file {path!r}", FIX)
        return
    if digest(root / path) != proof.files[path]:
        yield _Fault(f"{path} was edited after it was proven", FIX)
        return
    try:
        ranges = parse_ranges(block.attributes.get("data-lines", ""))
    except ValueError:
        yield _Fault("it names no lines", "give data-lines like 10-24,30")
        return
    names = tuple(filter(None, block.attributes.get("data-names", "").split(", ")))
    source = read_text(root, path)
    if block.attributes["data-kind"] == "imports":
        for what in import_faults(block.text, source, path, ranges):
            yield _Fault(what, "let the renderer write the imports")
    else:
        yield from _unlike(block, source, path, ranges)
    if not path.endswith(".py"):
        yield from _misnamed(root, path, ranges, names)
    yield from _unproven(proof, root, path, ranges, names)


def _misnamed(
    root: Path, path: str, ranges: Sequence[Lines], names: Sequence[str]
) -> Iterator[_Fault]:
    """Yield a fault where the lines are not the parts that a test is asked about."""
    reference = f"{path}::{', '.join(names)}" if names else path
    try:
        found = read_span(reference, root).ranges
    except HandbookError as fault:
        yield _Fault(fault.message, fault.fix or _BY_HAND)
        return
    if tuple(found) != tuple(ranges):
        yield _Fault(f"its lines are not those of {reference}", _BY_HAND)


def _unlike(
    block: Block, source: str, path: str, ranges: Sequence[Lines]
) -> Iterator[_Fault]:
    shown = block.lines
    verbatim = verbatim_lines(ast.parse(source)) if path.endswith(".py") else ()
    wanted = lines_of(source, ranges, verbatim)
    differs = difference(shown, wanted)
    if differs:
        yield _Fault(f"it {differs} ({path})", _BY_HAND)
    if elisions(shown) < len(ranges) - 1:
        yield _Fault(f"it leaves lines of {path} out without a mark", _LEFT_OUT)


def _unproven(
    proof: Proof,
    root: Path,
    path: str,
    ranges: Sequence[Lines],
    names: Sequence[str],
) -> Iterator[_Fault]:
    wrong = path.startswith(f"{ANTIPATTERNS}/")
    if wrong:
        witness = proof.witnesses.get(path)
        if not witness:
            yield _Fault(f"{path} has no witness", FIX)
            return
        found = evidence(proof, path, ranges, root)
        if not found:
            what = f"no diagnostic and no harm test speaks of these lines of {path}"
            yield _Fault(what, "show the lines that are wrong")
        if any(found.diagnostics.values()) or is_broken(proof, path, root):
            return
    ran = exercised(proof, path, ranges, root, names)
    verb = "runs" if path.endswith(".py") else "takes"
    for statement in ran.never_run:
        what = f"no passed test {verb} {statement}"
        yield _Fault(what, f"write the test that {verb} it")
    for statement in () if wrong else ran.one_way:
        what = f"no test takes both ways of {statement}"
        yield _Fault(what, "write the test that takes the other way")


def _output_faults(block: Block, proof: Proof) -> Iterator[_Fault]:
    key = block.attributes.get("data-key", "")
    test, separator, name = key.partition(" :: ")
    if key in proof.outputs:
        command = key.partition("$ ")[2]
        texts = [f"$ {command}\n{proof.outputs[key].text}"]
    elif separator:
        cases = proof.tests_named(test).values()
        texts = [
            case.shown[name] for case in cases if case.passed and name in case.shown
        ]
    else:
        texts = []
    if not texts:
        yield _Fault(f"nothing recorded {key!r}", FIX)
    elif not any(_same(block.text, text) for text in texts):
        yield _Fault(f"it is not what {key!r} printed", _BY_HAND)


def _diagnostic_faults(block: Block, proof: Proof) -> Iterator[_Fault]:
    path = block.attributes.get("data-path", "")
    witness = proof.witnesses.get(path)
    if not witness:
        yield _Fault(f"{path!r} has no witness", FIX)
        return
    said = [*map(witness.said_by, TOOLS), witness.diagnostics]
    if not any(_quotes(block.text, tool) for tool in said):
        yield _Fault(f"it is not what a tool says of {path}", _BY_HAND)


def _quotes(shown: str, said: Iterable[Diagnostic]) -> bool:
    """Whether a text is some of the diagnostics, in their order, and nothing else."""
    left = _lines(shown)
    quoted = 0
    for diagnostic in said:
        text = _lines(diagnostic.text)
        if text and left[: len(text)] == text:
            left, quoted = left[len(text) :], quoted + 1
    return not left and quoted > 0


def _same(shown: str, text: str) -> bool:
    return _lines(shown) == _lines(text)


def _lines(text: str) -> list[str]:
    return [line.rstrip() for line in split_lines(text) if line.strip()]
