"""Run proselint over the prose of the pages."""

from collections.abc import Collection, Iterator, Sequence

from proselint.checks import __register__ as checks
from proselint.config import DEFAULT, Config
from proselint.registry import CheckRegistry
from proselint.tools import LintFile

from handbook.common.errors import HandbookError

MOST = 1_000
"""The faults of one page that are reported at most."""


def prose_faults(
    path: str, lines: Sequence[str], off: Collection[str]
) -> Iterator[HandbookError]:
    """Yield what proselint finds in the lines of a page.

    ``off`` names the checks that don't run, as proselint prints them.
    """
    registry = CheckRegistry()
    if not registry.checks:
        registry.register_many(checks)
    # The first name that fits decides: what is off comes before the groups that are on.
    enabled = dict.fromkeys(off, False)
    enabled |= {name: on for name, on in DEFAULT["checks"].items() if name not in off}
    settings: Config = {"max_errors": MOST, "checks": enabled}
    for found in LintFile(path, "\n".join(lines) or "\n").lint(settings):
        result = found.check_result
        yield HandbookError(
            f"proselint: {result.message}",
            path=path,
            line=found.pos[0],
            fix=f"rewrite it ({result.check_path})",
        )
