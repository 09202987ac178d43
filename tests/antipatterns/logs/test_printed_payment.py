"""A payment whose card token must not reach the log."""

from collections.abc import Callable

import pytest

from antipatterns.logs import printed_payment as wrong
from patterns.logs import event_fields as right
from tests.antipatterns.logs.loggers import json_log

CARD = "tok_5b1c9a"


def test_printed_token_is_not_redacted(
    capsys: pytest.CaptureFixture[str], measured: Callable[[str], None]
) -> None:
    with json_log():
        wrong.charge(CARD, 500)

    line = capsys.readouterr().out.strip()
    assert line == f"charging 500 cents, token={CARD}"
    measured(
        f"The app redacts secrets and writes JSON; `print` wrote `{line}`, with no "
        "time, level or request ID."
    )


def test_logged_token_is_redacted(capsys: pytest.CaptureFixture[str]) -> None:
    with json_log(right):
        right.charge(CARD, 500)

    line = capsys.readouterr().out
    assert '"card_charged"' in line
    assert CARD not in line
