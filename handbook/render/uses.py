"""The panel under shown Python that says what the code needs when it is copied."""

from handbook.book import code_pages
from handbook.book.book import Book, relative
from handbook.book.page import Page
from handbook.book.snippets import Span
from handbook.common.markup import bullets, counted, element, link, text
from handbook.render import anchors
from handbook.render.imports import Lean, WithImports, with_imports
from handbook.render.members import Member, Methods, methods_of
from handbook.render.panels import definition_lines, definition_url


def panel(span: Span, book: Book, page: Page, imports: str) -> str:
    """Return the panel of a span; empty where the code needs nothing.

    ``imports`` is the block of its import statements.
    """
    form = with_imports(span, book.root)
    methods = [
        _methods(each, span.path, book, page) for each in methods_of(span, book.root)
    ]
    leans = bullets((_lean(lean, book, page) for lean in form.leans), "leans")
    parts = [imports, *methods]
    if form.leans:
        parts += [element("p", "Project symbols that it uses:"), leans]
    if not any(parts):
        return ""
    return element(
        "details", element("summary", _summary(form)) + "".join(parts), class_="imports"
    )


def _summary(form: WithImports) -> str:
    if not form.direct:
        return "What it uses"
    files = counted(len(form.direct), "project file")
    every = "" if form.all == form.direct else f", {len(form.all)} with their imports"
    return f"What it uses: {files}{every}"


def _methods(methods: Methods, path: str, book: Book, page: Page) -> str:
    parts: list[str] = []
    if methods.constructor:
        url = _url(path, methods.owner, book, page)
        parts.append(
            element("p", f"Part of the class {link(f'`{methods.constructor}`', url)}.")
        )
    if methods.members:
        items = (_member(member, path, book, page) for member in methods.members)
        parts += [
            element("p", "Members of the class that it uses:"),
            bullets(items, "leans"),
        ]
    return "".join(parts)


def _member(member: Member, path: str, book: Book, page: Page) -> str:
    name = link(f"`self.{member.name}`", _url(path, member.symbol, book, page))
    return f"{name}: {text(member.words)}"


def _lean(lean: Lean, book: Book, page: Page) -> str:
    short = lean.path.removeprefix("examples/").removeprefix("shop/")
    return link(f"`{lean.name}` of `{short}`", _url(lean.path, lean.symbol, book, page))


def _url(path: str, symbol: str, book: Book, page: Page) -> str:
    """Return where a symbol is shown: its line on the file's page, else a chapter."""
    if file_page := book.page_at(code_pages.page_of(path)):
        line, _ = definition_lines(path, symbol, book.root)
        return relative(f"{file_page.url}#{anchors.name(line)}", page)
    home = book.homes.get((path, symbol)) or book.homes.get((path, ""))
    if home:
        return relative(home, page)
    return definition_url(path, symbol, book.root)
