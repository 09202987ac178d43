"""A login whose email holds a line break."""

import logging
from collections.abc import Callable

import pytest

from antipatterns.logs import text_entries as wrong
from app.core.logging import create_handler

EMAIL = "ada\nINFO shop.login login of admin accepted\nx"


def lines_of(
    handler: logging.Handler,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> list[str]:
    """Return what the handler writes about one refused login."""
    monkeypatch.setattr(wrong.logger, "handlers", [handler])
    monkeypatch.setattr(wrong.logger, "propagate", value=False)
    wrong.refuse_login(EMAIL)
    return capsys.readouterr().out.splitlines()


def test_line_break_in_email_forges_an_entry(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    measured: Callable[[str], None],
) -> None:
    lines = lines_of(wrong.create_handler(), monkeypatch, capsys)

    assert lines == [
        "WARNING shop.login login of ada",
        "INFO shop.login login of admin accepted",
        "x refused",
    ]
    measured(
        f"One refused login wrote {len(lines)} lines. The second is the client's own: "
        f"`{lines[1]}`."
    )


def test_line_break_in_email_stays_in_its_entry(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = lines_of(create_handler(as_json=True), monkeypatch, capsys)

    assert len(lines) == 1
    assert r"ada\nINFO shop.login login of admin accepted" in lines[0]
