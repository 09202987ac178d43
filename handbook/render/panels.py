"""What shows that wrong code is wrong, and the links to tests and their tools."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from handbook.book.fences import Recorded
from handbook.book.snippets import Span
from handbook.common.errors import HandbookError
from handbook.common.files import ROOT, parse, read_text
from handbook.common.markup import bullets, element, link, listed, text
from handbook.common.settings import repository_url, revision, source_url
from handbook.proof.spans import Exercised, evidence, exercised, is_broken
from handbook.proof.store import FIX, Diagnostic, Proof, ProvenTest
from handbook.sources.python import walk

_DOCS: Mapping[str, str] = {
    "ruff": "https://docs.astral.sh/ruff/rules/{}",
    "mypy": "https://mypy.readthedocs.io/en/stable/_refs.html#code-{}",
    "basedpyright": "https://docs.basedpyright.com/latest/configuration/config-files/#{}",
    "ast-grep": "examples/checks/rules/{}.yml",
}


EDITED = "Not proven: edited since the tests last ran."


def unproven() -> str:
    """Return the mark of code that was edited since it was last run."""
    return element("p", EDITED, class_="unproven-note")


def tests_of(proof: Proof, span: Span) -> list[str]:
    """Return the tests whose results the panel of a span reports."""
    ran = exercised(proof, span.path, span.ranges, names=span.names).tests
    witness = proof.witnesses.get(span.path)
    harm = proof.tests_named(witness.harm) if witness and witness.harm else ()
    return [*ran, *harm]


def never_run(span: Span, found: Exercised) -> HandbookError:
    """Return the fault of shown code of which a statement never ran."""
    if span.language != "python":
        return HandbookError(
            f"no test takes {found.never_run[0]}",
            fix="take this very part in a test through the fixture `shown`",
        )
    return HandbookError(
        f"{span.reference}: no test runs {found.never_run[0]}",
        fix="write the test that runs it",
    )


def test_link(proof: Proof, name: str) -> str:
    """Return a link to a test's source."""
    test = proof.tests[name]
    words = name.partition("::")[2].partition("[")[0]
    return link(f"`{words}`", source_url(test.path, test.line, test.line))


type Printer = Callable[[str, str, str], str]
"""Makes a block of what a tool printed: its text, the file, the tool."""


def witness(proof: Proof, span: Span, printer: Printer, root: Path = ROOT) -> str:
    """Return what shows that wrong code is wrong: diagnostics and measured harm.

    Raises HandbookError where it has no witness.
    """
    if span.path not in proof.witnesses:
        raise HandbookError(f"{span.path} has no witness", fix=FIX)
    found = evidence(proof, span.path, span.ranges, root)
    if not found:
        raise HandbookError(
            f"{span.reference}: no diagnostic and no harm test speaks of these lines",
            fix="show the lines that are wrong",
        )
    parts = [
        _refusal(tool, diagnostics, span, printer)
        for tool, diagnostics in found.diagnostics.items()
        if diagnostics
    ]
    silent = [
        tool for tool, diagnostics in found.diagnostics.items() if not diagnostics
    ]
    if silent:
        verb = "says" if len(silent) == 1 else "say"
        words = f"{listed(silent)} {verb} nothing about it."
        parts.append(element("p", words, class_="witness-silent"))
    if found.harm:
        ran = exercised(proof, span.path, span.ranges, root, span.names)
        if ran.never_run and not is_broken(proof, span.path, root):
            raise never_run(span, ran)
        parts.append(_harm(proof, found.harm))
    return element("div", "".join(parts), class_="witness")


def _refusal(
    tool: str, diagnostics: Sequence[Diagnostic], span: Span, printer: Printer
) -> str:
    codes = dict.fromkeys(diagnostic.code for diagnostic in diagnostics)
    links = listed(code_link(tool, code) for code in codes)
    words = element("p", f"{tool} refuses it: {links}", class_="witness-says")
    printed = "".join(f"{d.text.rstrip()}\n" for d in diagnostics)
    return words + printer(printed, span.path, tool)


def code_link(tool: str, code: str) -> str:
    """Return a link to what a tool says of one of its codes."""
    page = code.lower() if tool == "ruff" else code
    address = _DOCS[tool].format(page)
    if tool == "ast-grep":
        address = f"{repository_url()}/blob/{revision()}/{address}"
    return link(f"`{code}`", address)


def _harm(proof: Proof, harm: str) -> str:
    cases = passed(proof, harm)
    sentences: dict[str, list[str]] = defaultdict(list)
    for test in cases.values():
        for sentence in test.measured:
            sentences[sentence].append(test.database or "")
    items = [
        text(sentence) + (f" ({listed(sorted(set(where)))})" if any(where) else "")
        for sentence, where in sentences.items()
    ]
    by = test_link(proof, next(iter(cases)))
    return element("p", f"Measured by {by}:", class_="measured-by") + bullets(
        items, "measured"
    )


def passed(proof: Proof, name: str) -> Mapping[str, ProvenTest]:
    """Return the cases of a test.

    Raises HandbookError where there is none, or one that did not pass.
    """
    cases = proof.tests_named(name)
    if not cases or not all(test.passed for test in cases.values()):
        raise HandbookError(
            f"no passed test {name}", fix="name a test that exists, or fix the test"
        )
    return cases


def recorded_text(proof: Proof, recorded: Recorded) -> tuple[str, str]:
    """Return the text that a test recorded, and the test's full name.

    Raises HandbookError where no such text was recorded, or where the cases of the
    test recorded different ones.
    """
    texts = {
        name: test.shown[recorded.name]
        for name, test in passed(proof, recorded.test).items()
        if recorded.name in test.shown
    }
    if len(set(texts.values())) != 1:
        raise HandbookError(
            f"{recorded.test} recorded {recorded.name!r} in "
            f"{len(set(texts.values()))} ways",
            fix='let it call record_property("shown:NAME", text), alike in every case',
        )
    name, code = next(iter(texts.items()))
    return code if code.endswith("\n") else f"{code}\n", name


def definition_url(path: str, symbol: str, root: Path) -> str:
    """Return the address of a symbol's definition in the repository."""
    first, last = definition_lines(path, symbol, root)
    return source_url(path, first, last)


def definition_lines(path: str, symbol: str, root: Path) -> tuple[int, int]:
    """Return the lines of a symbol's definition; the first one for a whole file."""
    module = parse(read_text(root, path), path)
    node = next((s.node for s in walk(module) if s.name == symbol), None)
    return (node.lineno, node.end_lineno or node.lineno) if node else (1, 1)
