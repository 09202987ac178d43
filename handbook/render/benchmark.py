"""The tables of the benchmark's page, from the results of its last whole run."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from pydantic import ValidationError

from benchmarks import results
from benchmarks.results import Compared, Results
from handbook.book.book import Book
from handbook.book.page import Page
from handbook.common.errors import HandbookError
from handbook.common.markup import element, text
from handbook.render.charts import DRAWN, saved

RUN = "uvx nox -s bench"
MOST_FLOODED = 5.0  # times the quiet p99
MOST_STRANGE = 10.0  # percent between an account and none
NOTABLE = 0.05  # of a request's CPU: what costs more is named


def read(book: Book) -> Results:
    """Return the results; HandbookError when they are missing or incomplete."""
    file = book.root / "benchmarks" / results.FILE.name
    try:
        return results.read(file)
    except FileNotFoundError as error:
        raise HandbookError(
            "no results of the benchmark", path=f"benchmarks/{file.name}", fix=RUN
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise HandbookError(
            f"{place or 'results'}: {first['msg']}",
            path=f"benchmarks/{file.name}",
            fix=f"don't edit it: {RUN}",
        ) from error


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a table of plain words, whose first column names the row."""
    cells = "".join(element("th", text(name), scope="col") for name in head)
    body = "".join(
        element(
            "tr",
            element("th", text(row[0]), scope="row")
            + "".join(element("td", text(cell)) for cell in row[1:]),
        )
        for row in rows
    )
    return element(
        "table", element("thead", element("tr", cells)) + element("tbody", body)
    )


def met(value: float, most: float) -> str:
    """Say whether a goal is reached."""
    return "met" if value <= most else "missed"


def ratios(book: Book, _: Page) -> str:
    """Return what share of the shop's CPU the leanest handler needs."""
    rows = [ratio_row(name, each) for name, each in read(book).endpoints.items()]
    return table(("What", "ratio", "rounds", "goal"), rows)


def ratio_row(name: str, compared: Compared) -> Sequence[str]:
    """Return the row of one endpoint."""
    ratio = compared.ratio
    between = f"{ratio.lowest:.2f} to {ratio.highest:.2f}"
    goal = compared.goal
    reached = f"{goal:.2f}, {met(goal, ratio.median)}" if goal else "none"
    return (name, f"{ratio.median:.3f}", between, reached)


def figures(book: Book, _: Page) -> str:
    """Return the CPU, the pace and the tail of every server at every endpoint."""
    rows = [
        (
            f"{name}, {server}",
            f"{found.cpu_ms:.3f}",
            f"{found.requests_per_second:.0f}",
            f"{found.p99_ms:.1f}",
        )
        for name, compared in read(book).endpoints.items()
        for server, found in compared.figures.items()
    ]
    return table(("What", "CPU ms", "requests/s", "p99 ms"), rows)


def footprints(book: Book, _: Page) -> str:
    """Return memory and start of every server."""
    rows = [
        (
            name,
            f"{each.start_cpu_seconds:.2f}",
            f"{each.idle_mb:.0f}",
            f"{each.loaded_mb:.0f}",
        )
        for name, each in read(book).footprints.items()
    ]
    return table(("What", "start, CPU s", "idle, MB", "loaded, MB"), rows)


def tails(book: Book, _: Page) -> str:
    """Return how long the slowest wait, by server and pool."""
    rows = [
        (
            f"{tail.server}, {tail.pool}",
            f"{tail.p50_ms:.0f}",
            f"{tail.p99_ms:.0f}",
            f"{tail.requests_per_second:.0f}",
            str(tail.opened),
        )
        for tail in read(book).tails
    ]
    return table(("What", "p50 ms", "p99 ms", "requests/s", "opened"), rows)


def flood(book: Book, _: Page) -> str:
    """Return the pace of logins, and what they do to `/health`."""
    floods = read(book).floods
    rows = [
        (
            name,
            f"{each.logins_per_second:.1f}",
            f"{each.login_p99_ms:.0f}",
            f"{each.memory_mb:.0f}",
            f"{each.quiet_p99_ms:.1f}",
            f"{each.flooded_p99_ms:.1f}",
            f"{each.flooded_longest_ms:.1f}",
        )
        for name, each in floods.items()
    ]
    shop = floods["shop"]
    times = shop.flooded_p99_ms / shop.quiet_p99_ms
    reached = f"{times:.1f} times for the shop, {met(times, MOST_FLOODED)}"
    rows.append(
        (f"goal: {MOST_FLOODED:.0f} times at most", "", "", "", "", reached, "")
    )
    head = (
        *("What", "logins/s", "login p99 ms", "memory MB"),
        *("/health alone p99 ms", "during logins p99 ms", "longest ms"),
    )
    return table(head, rows)


def failed_logins(book: Book, _: Page) -> str:
    """Return what a failed login costs with an account and without one."""
    found = read(book).failed_logins
    apart = abs(found.known_ms - found.unknown_ms) / found.known_ms * 100
    rows = [
        ("failed login, known account", f"{found.known_ms:.1f} ms CPU", ""),
        (
            "failed login, no account",
            f"{found.unknown_ms:.1f} ms CPU",
            f"{apart:.1f} % apart, {met(apart, MOST_STRANGE)}",
        ),
    ]
    return table(("What", "measured", "goal"), rows)


def variants(book: Book, _: Page) -> str:
    """Return what the shop would save by each change, and which counts."""
    rows = [
        (
            f"{each.title}, at {each.endpoint}",
            f"{saved(each.share.median):.1f} %",
            f"{saved(each.share.highest):.1f} to {saved(each.share.lowest):.1f} %",
            "yes" if 1 - each.share.median > NOTABLE else "no",
            f"{each.saved_mb:.1f}",
        )
        for each in read(book).variants
    ]
    notable = f"more than {NOTABLE:.0%}"
    return table(("What", "CPU saved", "rounds", notable, "idle MB saved"), rows)


def migrations(book: Book, _: Page) -> str:
    """Return how long a write waited while a large table was changed."""
    found = read(book)
    rows = [
        (
            change.title,
            f"{change.seconds:.2f}",
            f"{change.longest_wait_ms:.0f}",
            f"{change.limit_ms:.0f}" if change.limit_ms else "none: it shows why",
        )
        for change in found.migrations
    ]
    head = (f"{found.rows:,} rows", "takes, s", "longest wait of a write, ms", "limit")
    return table(head, rows)


def machine(book: Book, _: Page) -> str:
    """Return where, when and with what the run was made."""
    found = read(book)
    where = found.machine
    facts = {
        "Made": found.made.isoformat(),
        "Rounds": f"{found.rounds}, by each of {found.sets} sets of processes,"
        f" with {found.connections} connections",
        "Machine": f"{where.cpu}, {where.cores} cores",
        "Python": where.python,
        "PostgreSQL": where.postgresql,
        **where.packages,
    }
    return table(("What", "Which"), facts.items())


_TABLES: Mapping[str, Callable[[Book, Page], str]] = {
    "ratios": ratios,
    "figures": figures,
    "footprints": footprints,
    "tails": tails,
    "flood": flood,
    "failed-logins": failed_logins,
    "variants": variants,
    "migrations": migrations,
    "machine": machine,
}


def _part(name: str) -> Callable[[Book, Page], str]:
    def both(book: Book, page: Page) -> str:
        drawn = DRAWN[name](read(book)) if name in DRAWN else ""
        return drawn + _TABLES[name](book, page)

    return both


PARTS: Mapping[str, Callable[[Book, Page], str]] = {n: _part(n) for n in _TABLES}
"""The computed parts of the page by the names of their blocks: figure, then table."""
