import json
import logging
from functools import partial
from typing import Any

import pytest
import structlog
from exchange import REQUEST_ID
from httpx import AsyncClient
from pydantic import SecretStr
from servers import http_server
from sqlalchemy import make_url

from app.config import Settings
from app.core.logging import configure_logging
from app.main import create_app

PRODUCTION = Settings(
    environment="production",
    allowed_hosts=["127.0.0.1"],
    database_url=make_url("postgresql+asyncpg://nowhere/shop"),
    jwt_keys={"first": SecretStr("0123456789abcdef0123456789abcdef")},
)
STARTUP = {"app.main", "uvicorn.error"}
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"

configure = partial(configure_logging, "INFO", log_sql=False)


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def fail(secret: str) -> None:
    """Fail with the secret in a local variable."""
    raise RuntimeError("out of tea" if secret else "out of secrets")


def test_every_logger_writes_the_same_json(capsys: pytest.CaptureFixture[str]) -> None:
    configure(as_json=True)

    structlog.get_logger("shop").info("sold", item="tea")
    logging.getLogger("library").warning("slow: %s s", 3, extra={"item": "tea"})

    ours, theirs = logged(capsys)
    assert ours.pop("timestamp") <= theirs.pop("timestamp")
    assert ours == {"event": "sold", "item": "tea", "level": "info", "logger": "shop"}
    assert theirs == {
        "event": "slow: 3 s",
        "item": "tea",
        "level": "warning",
        "logger": "library",
    }


def test_console_format_is_readable_text(capsys: pytest.CaptureFixture[str]) -> None:
    configure(as_json=False)

    structlog.get_logger("shop").info("sold", item="tea")

    line = capsys.readouterr().out
    assert "sold" in line
    assert not line.startswith("{")


@pytest.mark.parametrize("as_json", [False, True])
def test_traceback_has_no_local_variable(
    capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    configure(as_json=as_json)

    try:
        fail("sword" + "fish")
    except RuntimeError:
        structlog.get_logger("shop").exception("failed")

    output = capsys.readouterr().out
    assert "out of tea" in output
    assert "swordfish" not in output


def test_second_configuration_replaces_the_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure(as_json=False)
    configure(as_json=True)

    structlog.get_logger("shop").info("sold")

    assert [line["event"] for line in logged(capsys)] == ["sold"]


@pytest.mark.parametrize(("level", "count"), [("INFO", 1), ("WARNING", 0)])
def test_event_below_the_level_is_dropped(
    capsys: pytest.CaptureFixture[str], level: str, count: int
) -> None:
    configure_logging(level, as_json=True, log_sql=False)

    structlog.get_logger("shop").info("sold")

    assert len(logged(capsys)) == count


@pytest.mark.parametrize(("log_sql", "count"), [(True, 1), (False, 0)])
def test_sql_is_logged_on_request(
    capsys: pytest.CaptureFixture[str], *, log_sql: bool, count: int
) -> None:
    configure_logging("INFO", as_json=True, log_sql=log_sql)

    logging.getLogger("sqlalchemy.engine.Engine").info("SELECT 1")

    assert capsys.readouterr().out.count("SELECT 1") == count


async def test_lines_of_a_request_carry_its_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    headers = {"X-Request-ID": REQUEST_ID}

    settings = PRODUCTION.model_copy(update={"version": "1f0c2d3"})
    with http_server(create_app(settings)) as address:
        async with AsyncClient(base_url=address, headers=headers) as client:
            await client.get("/nowhere")

    lines = logged(capsys)
    [access] = [line for line in lines if line["logger"] == "uvicorn.access"]
    assert '"GET /nowhere HTTP/1.1" 404' in access["event"]
    assert access["request_id"] == REQUEST_ID
    [started] = [line for line in lines if line["event"] == "started"]
    assert (started["version"], started["environment"]) == ("1f0c2d3", "production")
    assert "request_id" not in started
    assert {line["logger"] for line in lines} >= {*STARTUP, "uvicorn.access", "httpx"}
    assert not any("color_message" in line for line in lines)


@pytest.mark.parametrize("as_json", [False, True])
def test_secret_in_event_or_extra_is_redacted(
    capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    configure(as_json=as_json)
    values = {"body": {"user": {"new_password": "swordfish"}}}

    structlog.get_logger("shop").info("refused", **values)
    logging.getLogger("library").warning("refused", extra=values)

    output = capsys.readouterr().out
    assert output.count("[redacted]") == 2
    assert "swordfish" not in output


@pytest.mark.parametrize("as_json", [False, True])
def test_token_in_message_or_exception_is_redacted(
    capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    configure(as_json=as_json)

    logging.getLogger("uvicorn.access").info('"GET /?jwt=%s HTTP/1.1" 200', JWT)
    try:
        int(JWT)
    except ValueError:
        structlog.get_logger("shop").exception("failed", tried=f"with {JWT}")

    output = capsys.readouterr().out
    assert output.count("[redacted]") == 3
    assert "eyJ" not in output


@pytest.mark.parametrize("as_json", [False, True])
def test_huge_exception_is_logged_in_bounded_size(
    capsys: pytest.CaptureFixture[str], *, as_json: bool
) -> None:
    configure(as_json=as_json)
    error: Exception = RuntimeError("x" * 1_000_000)
    for _ in range(100):
        cause, error = error, RuntimeError("y" * 1_000_000)
        error.__cause__ = cause

    structlog.get_logger("shop").error("failed", exc_info=error)

    [line] = capsys.readouterr().out.strip("\n").split("\n")[:1]
    assert "failed" in line
    assert len(line) < 100_000


def test_server_logger_with_own_handler_writes_once(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logger = logging.getLogger("uvicorn.access")
    monkeypatch.setattr(logger, "handlers", [logging.StreamHandler()])
    monkeypatch.setattr(logger, "propagate", value=False)

    configure(as_json=True)
    logger.info("served")

    assert [line["event"] for line in logged(capsys)] == ["served"]
