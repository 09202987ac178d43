"""A log line of a long path, without a secret in it."""

import time
from collections.abc import Callable

from structlog.typing import EventDict, WrappedLogger

from antipatterns.security import quadratic_pattern as wrong
from app.core import redaction as right

type Redact = Callable[[WrappedLogger, str, EventDict], EventDict]

LENGTH = 8_000
REPEATS = 3


def seconds_for(redact: Redact, length: int) -> float:
    """Return the least CPU time of some runs."""
    times: list[float] = []
    for _ in range(REPEATS):
        begin = time.thread_time()
        redact(None, "info", {"event": "GET /" + "a" * length})
        times.append(time.thread_time() - begin)
    return min(times)


def test_time_grows_with_the_square_of_the_length(
    measured: Callable[[str], None],
) -> None:
    quarter = seconds_for(wrong.redact, LENGTH // 4)
    whole = seconds_for(wrong.redact, LENGTH)

    assert whole > 8 * quarter  # 16 times, if it grows with the square
    measured(
        f"A path of {LENGTH // 4:,} letters blocked the event loop for {quarter:.2f} s,"
        f" one of {LENGTH:,} letters for {whole:.2f} s."
    )


def test_secret_is_redacted() -> None:
    event = wrong.redact(None, "info", {"event": "GET /?token=swordfish"})

    assert event == {"event": "GET /?token=[redacted]"}


def test_time_of_anchored_pattern_grows_with_the_length() -> None:
    quarter = seconds_for(right.redact_event, LENGTH // 4)
    whole = seconds_for(right.redact_event, LENGTH)

    assert whole < 8 * quarter  # 4 times, if it grows with the length
