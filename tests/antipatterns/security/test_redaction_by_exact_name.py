"""Log events that hold a secret in different places."""

from collections.abc import Callable

from structlog.typing import EventDict, WrappedLogger

from antipatterns.security import redaction_by_exact_name as wrong
from app.core import redaction as right

type Redact = Callable[[WrappedLogger, str, EventDict], EventDict]

EVENTS: list[EventDict] = [
    {"event": "login", "password": "swordfish"},
    {"event": "refused", "body": {"user": {"password": "swordfish"}}},
    {"event": "refused", "new_password": "swordfish"},
    {"event": "asked", "headers": ["Authorization: Bearer swordfish"]},
    {"event": "connecting to postgresql://shop:swordfish@db/shop"},
]


def count_leaks(redact: Redact) -> int:
    """Count the lines that contain the secret."""
    return sum("swordfish" in str(redact(None, "info", {**e})) for e in EVENTS)


def test_secret_under_another_name_is_logged(measured: Callable[[str], None]) -> None:
    leaks = count_leaks(wrong.redact)

    assert leaks == len(EVENTS) - 1
    measured(f"{leaks} of {len(EVENTS)} lines leaked the secret.")


def test_whole_event_is_redacted() -> None:
    assert count_leaks(right.redact_event) == 0
