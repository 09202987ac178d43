"""What the benchmark's page draws of its results, above each table."""

from collections.abc import Callable, Mapping

from benchmarks.results import Results
from handbook.render.bars import Bar, figure


def ratios(found: Results) -> str:
    """Draw the ratio of every endpoint, with its range and its goal."""
    bars = [
        Bar(
            name,
            each.ratio.median,
            f"{each.ratio.median:.2f} ({each.ratio.lowest:.2f} to "
            f"{each.ratio.highest:.2f})"
            + (f", goal {each.goal:.2f}" if each.goal else ""),
            each.ratio.lowest,
            each.ratio.highest,
            each.goal,
        )
        for name, each in found.endpoints.items()
    ]
    caption = "Bar: median. Thin line: lowest to highest round. Mark: goal."
    return figure("CPU of lean divided by CPU of the shop.", caption, bars)


def figures(found: Results) -> str:
    """Draw the CPU of every server, each endpoint on a scale of its own."""
    bars = [
        Bar(server, each.cpu_ms, f"{each.cpu_ms:.2f} ms", group=name)
        for name, compared in found.endpoints.items()
        for server, each in compared.figures.items()
    ]
    caption = "Each endpoint has its own scale."
    return figure("CPU for one request.", caption, bars, one_scale=False)


def footprints(found: Results) -> str:
    """Draw the memory of every server after it has served."""
    bars = [
        Bar(
            name,
            each.loaded_mb,
            f"{each.loaded_mb:.0f} MB ({each.idle_mb:.0f} idle)",
            goal=each.idle_mb,
        )
        for name, each in found.footprints.items()
    ]
    return figure("Memory under load.", "Mark: memory before the first request.", bars)


def tails(found: Results) -> str:
    """Draw the median wait, with a line to the 99th percentile."""
    bars = [
        Bar(
            f"pool {tail.pool}",
            tail.p50_ms,
            f"{tail.p50_ms:.0f} ms, p99 {tail.p99_ms:.0f} ms",
            tail.p50_ms,
            tail.p99_ms,
            group=tail.server,
        )
        for tail in found.tails
    ]
    caption = "Bar: p50. Thin line: up to p99."
    return figure("Latency with 32 clients.", caption, bars)


def flood(found: Results) -> str:
    """Draw the p99 of `/health` alone and during logins."""
    bars = [
        Bar(name, value, f"{value:.1f} ms", group=server)
        for server, each in found.floods.items()
        for name, value in (
            ("alone", each.quiet_p99_ms),
            ("during logins", each.flooded_p99_ms),
        )
    ]
    title = "p99 of `/health`."
    return figure(title, "Both servers share a scale.", bars)


def failed_logins(found: Results) -> str:
    """Draw the CPU of a failed login, with an account and without one."""
    each = found.failed_logins
    bars = [
        Bar(name, value, f"{value:.1f} ms")
        for name, value in (
            ("known account", each.known_ms),
            ("no account", each.unknown_ms),
        )
    ]
    return figure("CPU for one failed login.", "Both bars share a scale.", bars)


def variants(found: Results) -> str:
    """Draw the CPU that the shop would save by each change, with its range."""
    bars = [
        Bar(
            f"{each.title}, at {each.endpoint}",
            saved(each.share.median),
            f"{saved(each.share.median):.1f} % "
            f"({saved(each.share.highest):.1f} to {saved(each.share.lowest):.1f})",
            saved(each.share.highest),
            saved(each.share.lowest),
        )
        for each in found.variants
    ]
    caption = "Bar: median. Thin line: range of the rounds. Left of zero: costs more."
    return figure("CPU saved by each change.", caption, bars)


def saved(share: float) -> float:
    """Return the percentage that a variant saves."""
    return (1 - share) * 100


def migrations(found: Results) -> str:
    """Draw the longest wait of a write, with its limit."""
    bars = [
        Bar(
            each.title,
            each.longest_wait_ms,
            f"{each.longest_wait_ms:.0f} ms",
            goal=each.limit_ms,
        )
        for each in found.migrations
    ]
    return figure("Longest wait of a write.", "Mark: the limit, if there is one.", bars)


DRAWN: Mapping[str, Callable[[Results], str]] = {
    "ratios": ratios,
    "figures": figures,
    "footprints": footprints,
    "tails": tails,
    "flood": flood,
    "failed-logins": failed_logins,
    "variants": variants,
    "migrations": migrations,
}
"""The figure of a part by its name; a part without one holds no values to compare."""
