"""The HTML of what a fence shows, with what proves it."""

import re
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path

from markdown import markdown

from handbook.book import code_pages
from handbook.book.book import Book, relative
from handbook.book.fences import Command, Recorded, Source, note_mark
from handbook.book.page import ANTIPATTERNS, Page, Shown
from handbook.book.snippets import Span
from handbook.book.superfences import FencePreprocessor, FoundFence
from handbook.common.errors import HandbookError
from handbook.common.markup import element, link, text
from handbook.common.settings import previewing, source_url
from handbook.mutation import results
from handbook.mutation.results import Mutation
from handbook.proof import fresh, store
from handbook.proof.edits import NOTHING, Edits, edits
from handbook.proof.store import Proof
from handbook.render import all_tests, anchors, panels, uses
from handbook.render.card import card
from handbook.render.imports import with_imports

MARK = "data-kind="
"""Every block of code that comes from here has it in its HTML."""


@lru_cache(maxsize=2)
def _proof(root: Path, commands: tuple[str, ...], _: tuple[float, ...]) -> Proof | None:
    if not previewing():
        return fresh.load_fresh(root, commands)
    try:
        return store.load(root)
    except HandbookError:
        return None


@lru_cache(maxsize=2)
def _edits(root: Path, _: tuple[float, ...]) -> Edits:
    return edits(store.load(root), root)


@lru_cache(maxsize=2)
def _mutation(root: Path, _: float) -> Mutation:
    return results.load(root)


def _changed(book: Book) -> tuple[float, ...]:
    """Return when the proof was written and when a file last changed."""
    file = book.root / store.PROOF_FILE
    return (file.stat().st_mtime if file.exists() else 0.0, book.newest)


def proof_of(book: Book) -> Proof | None:
    """Return the proof of the examples.

    Raises HandbookError where it is missing or stale; while previewing, the missing
    one is None and the stale one is returned, for its parts that still hold.
    """
    commands = tuple(command.key for _, _, command in book.commands)
    return _proof(book.root, commands, _changed(book))


def by_hand(
    found: FoundFence, preprocessor: FencePreprocessor, waiver: str | None
) -> str:
    """Return a fence as its author wrote it, with the waiver that allows it."""
    block = preprocessor.highlighted(found.body + "\n", found.language, {})
    reason = (
        element("p", f"Not proven: {text(waiver)}", class_="waiver") if waiver else ""
    )
    return element(
        "div", block + reason, class_="snippet", data_kind="waived", data_waiver=waiver
    )


@dataclass(frozen=True)
class Renderer:
    """Turns the fences of one page into HTML."""

    book: Book
    page: Page
    preprocessor: FencePreprocessor

    def fence(self, shown: Shown, options: dict[str, str]) -> str:
        """Return the HTML of a fence.

        Raises HandbookError where the proof is missing or stale, or where it does
        not cover what is shown.
        """
        match shown.fence:
            case Source():
                return self._source(shown.fence, shown.anchor, options)
            case Command():
                return self._command(shown.fence, shown.anchor, options)
            case Recorded():
                return self._recorded(shown.fence, shown.anchor, options)

    def _source(self, source: Source, anchor: str, options: dict[str, str]) -> str:
        span = source.span
        proof = proof_of(self.book)
        stale = proof is None or self._is_stale(span, proof)
        title = {"title": _short(span.path)} | options
        if source.highlights:
            title["hl_lines"] = " ".join(str(line) for line in source.highlights)
        block = self.preprocessor.highlighted(_annotated(source), span.language, title)
        if self.page.path.startswith(code_pages.PAGES):
            block = anchors.with_anchors(block, span.path, self.book.root)
        foot = self._foot(span, anchor, None if stale else proof)
        return element(
            "div",
            block + self._notes(source) + foot,
            class_="snippet unproven" if stale else "snippet",
            id=anchor,
            data_kind="source",
            data_path=span.path,
            data_lines=_ranges(span),
            data_names=", ".join(span.names) or None,
        )

    def _is_stale(self, span: Span, proof: Proof) -> bool:
        """Whether the code, its tests or what they import were edited since."""
        edited = self._edits()
        if edited.touch(proof, span.path):
            return True
        return edited.touch(proof, span.path, panels.tests_of(proof, span))

    def _edits(self) -> Edits:
        if not previewing():  # a stale proof has stopped the build
            return NOTHING
        return _edits(self.book.root, _changed(self.book))

    def _notes(self, source: Source) -> str:
        if not source.notes:
            return ""
        words = "".join(element("li", markdown(n.words)) for _, n in source.notes)
        return element("ol", words)

    def _foot(self, span: Span, anchor: str, proof: Proof | None) -> str:
        first, last = span.ranges[0].first, span.ranges[-1].last
        href = source_url(span.path, first, last)
        parts = [link(f"{span.path}, lines {first} to {last}", href, "snippet-source")]
        if proof is None:
            parts.append(panels.unproven())
        elif span.path.startswith(ANTIPATTERNS):
            printer = partial(self._diagnostic, anchor)
            parts.append(panels.witness(proof, span, printer, self.book.root))
        else:
            parts.append(card(proof, self._mutation(), span, self._all_tests(anchor)))
        if span.language == "python" and not span.path.startswith(ANTIPATTERNS):
            imports = self._imports(span, anchor)
            parts.append(uses.panel(span, self.book, self.page, imports))
        return element(
            "div", "".join(parts), class_="snippet-foot", data_search_exclude=""
        )

    def _mutation(self) -> Mutation:
        file = self.book.root / results.MUTATION_FILE
        return _mutation(self.book.root, file.stat().st_mtime if file.exists() else 0)

    def _all_tests(self, anchor: str) -> str:
        return relative(all_tests.address(self.page, anchor), self.page)

    def _imports(self, span: Span, anchor: str) -> str:
        """Return the imports of a span, whose button copies the span beneath them."""
        imports = with_imports(span, self.book.root).imports
        if not imports:
            return ""
        return element(
            "div",
            self._block(imports, "python", {}),
            class_="snippet",
            id=f"{anchor}-imports",
            data_kind="imports",
            data_path=span.path,
            data_lines=_ranges(span),
        )

    def _command(self, command: Command, anchor: str, options: dict[str, str]) -> str:
        proof = proof_of(self.book)
        output = proof.outputs.get(command.key) if proof else None
        printed = output.text if output else "(not run yet)\n"
        place = "" if command.folder == "." else f" in `{command.folder}`"
        words = f"Printed by this command{place} when the examples were proven."
        fresh = output is not None and not self._edits().touched
        return _printed(
            self._block(f"$ {command.command}\n{printed}", "console", options),
            foot=text(words if fresh else panels.EDITED),
            proven=fresh,
            id=anchor,
            data_kind="output",
            data_key=command.key,
        )

    def _recorded(
        self, recorded: Recorded, anchor: str, options: dict[str, str]
    ) -> str:
        proof = proof_of(self.book)
        code, foot, fresh = "(not run yet)\n", text(panels.EDITED), False
        if proof:
            code, test = panels.recorded_text(proof, recorded)
            fresh = not self._edits().touch(proof, proof.tests[test].path)
            foot = f"Recorded by {panels.test_link(proof, test)}." if fresh else foot
        return _printed(
            self._block(code, "http", options),
            foot=foot,
            proven=fresh,
            id=anchor,
            data_kind="output",
            data_key=recorded.key,
        )

    def _diagnostic(self, anchor: str, printed: str, path: str, tool: str) -> str:
        return _printed(
            self._block(printed, "text", {}),
            foot="",
            proven=True,
            id=f"{anchor}-{tool}",
            data_kind="diagnostic",
            data_path=path,
            data_tool=tool,
        )

    def _block(self, code: str, language: str, options: dict[str, str]) -> str:
        return self.preprocessor.highlighted(code, language, dict(options))


def _printed(block: str, *, foot: str, proven: bool, **attributes: str) -> str:
    source = element("p", foot, class_="snippet-source")
    below = element("div", source, class_="snippet-foot", data_search_exclude="")
    kind = "snippet" if proven else "snippet unproven"
    return element("div", block + (below if foot else ""), class_=kind, **attributes)


def _annotated(source: Source) -> str:
    numbers = {line: i for i, (line, _) in enumerate(source.notes, 1)}
    marks = {n: note_mark(source.span.language, i) for n, i in numbers.items()}
    return "".join(
        f"{line.text}{marks.get(i, '')}\n"
        for i, line in enumerate(source.span.lines, 1)
    )


def _ranges(span: Span) -> str:
    return ",".join(f"{block.first}-{block.last}" for block in span.ranges)


def _short(path: str) -> str:
    return re.sub(r"^examples/(shop/)?", "", path)
