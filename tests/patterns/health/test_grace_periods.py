"""The times of a shutdown, in every file that sets one."""

import re
from collections.abc import Callable
from pathlib import Path

from app.config import Settings

ROOT = Path(__file__).parents[3]
SHOP = ROOT / "examples/shop"
GRACE = re.compile(r'--timeout-graceful-shutdown[\s=",]+"?(\d+)')
LEFT_OUT = {".py", ".pyc"}


def grace_periods() -> list[tuple[str, int]]:
    """Return every grace period, and the file that starts the server with it."""
    found: list[tuple[str, int]] = []
    for path in sorted(SHOP.rglob("*")):
        name = path.relative_to(SHOP).as_posix()
        if path.is_file() and path.suffix not in LEFT_OUT and ".venv" not in name:
            text = path.read_text("utf-8", errors="replace")
            found += [(name, int(seconds)) for seconds in GRACE.findall(text)]
    return found


def test_every_grace_period_covers_the_longest_request(
    record_property: Callable[[str, object], None],
) -> None:
    settings = Settings()
    longest = settings.database_pool_timeout + settings.database_statement_timeout

    periods = grace_periods()

    assert "README.md" in dict(periods)
    [grace] = {seconds for _, seconds in periods}
    assert grace >= longest
    message = settings.outbox_lease / 2
    record_property(
        "shown:times",
        f"{settings.database_pool_timeout:4.0f} s  APP_DATABASE_POOL_TIMEOUT\n"
        f"{settings.database_statement_timeout:4.0f} s  APP_DATABASE_STATEMENT_TIMEOUT"
        "\n"
        f"{grace:4} s  uvicorn --timeout-graceful-shutdown\n"
        f"{message:4.0f} s  a message of the worker: half of APP_OUTBOX_LEASE",
    )
