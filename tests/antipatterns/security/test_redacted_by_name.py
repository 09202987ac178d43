"""Which of the secrets in a log's lines a reader sees."""

from collections.abc import Callable

from structlog.typing import EventDict, WrappedLogger

from antipatterns.security import redacted_by_name as wrong
from app.core import logging as right

type Redact = Callable[[WrappedLogger, str, EventDict], EventDict]

EVENTS: list[EventDict] = [
    {"event": "login", "password": "swordfish"},
    {"event": "refused", "body": {"user": {"password": "swordfish"}}},
    {"event": "refused", "new_password": "swordfish"},
    {"event": "asked", "headers": ["Authorization: Bearer swordfish"]},
    {"event": "connecting to postgresql://shop:swordfish@db/shop"},
]


def count_told(redact: Redact) -> int:
    """Count the lines in which the secret can be read."""
    return sum("swordfish" in str(redact(None, "info", {**e})) for e in EVENTS)


def test_secrets_stand_elsewhere_too(measured: Callable[[str], None]) -> None:
    told = count_told(wrong.redact)

    assert told == len(EVENTS) - 1
    measured(f"Of {len(EVENTS)} lines with a secret, {told} told it.")


def test_the_shop_searches_all_of_a_line() -> None:
    assert count_told(right.redact) == 0
