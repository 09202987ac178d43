import json
import logging
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
OURS = {"app.main", "uvicorn.error"}
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


def logged(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def brew(secret: str) -> None:
    """Fail with the secret in a local variable."""
    raise RuntimeError("out of tea" if secret else "out of secrets")


def test_all_loggers_write_the_same_json_in_production(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(PRODUCTION)

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


def test_lines_are_for_people_elsewhere(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(Settings())

    structlog.get_logger("shop").info("sold", item="tea")

    line = capsys.readouterr().out
    assert "sold" in line
    assert not line.startswith("{")


@pytest.mark.parametrize("settings", [Settings(), PRODUCTION], ids=["people", "json"])
def test_traceback_tells_no_local_variable(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    configure_logging(settings)

    try:
        brew("sword" + "fish")
    except RuntimeError:
        structlog.get_logger("shop").exception("failed")

    output = capsys.readouterr().out
    assert "out of tea" in output
    assert "swordfish" not in output


def test_second_configuration_replaces_the_first(
    capsys: pytest.CaptureFixture[str],
) -> None:
    configure_logging(Settings())
    configure_logging(PRODUCTION)

    structlog.get_logger("shop").info("sold")

    assert [line["event"] for line in logged(capsys)] == ["sold"]


@pytest.mark.parametrize(("level", "count"), [("INFO", 1), ("WARNING", 0)])
def test_level_is_a_setting(
    capsys: pytest.CaptureFixture[str], level: str, count: int
) -> None:
    settings = PRODUCTION.model_copy(update={"log_level": level})
    configure_logging(settings)

    structlog.get_logger("shop").info("sold")

    assert len(logged(capsys)) == count


@pytest.mark.parametrize(
    ("settings", "count"),
    [(Settings(debug=True), 1), (Settings(), 0)],
    ids=["on", "off"],
)
def test_debug_shows_the_sql(
    capsys: pytest.CaptureFixture[str], settings: Settings, count: int
) -> None:
    configure_logging(settings)

    logging.getLogger("sqlalchemy.engine.Engine").info("SELECT 1")

    assert capsys.readouterr().out.count("SELECT 1") == count


async def test_lines_of_a_request_carry_its_id(
    capsys: pytest.CaptureFixture[str],
) -> None:
    headers = {"X-Request-ID": REQUEST_ID}

    with http_server(create_app(PRODUCTION)) as address:
        async with AsyncClient(base_url=address, headers=headers) as client:
            await client.get("/nowhere")

    lines = logged(capsys)
    [access] = [line for line in lines if line["logger"] == "uvicorn.access"]
    assert '"GET /nowhere HTTP/1.1" 404' in access["event"]
    assert access["request_id"] == REQUEST_ID
    [started] = [line for line in lines if line["event"] == "started"]
    assert started["environment"] == "production"
    assert "request_id" not in started
    assert {line["logger"] for line in lines} == {*OURS, "uvicorn.access", "httpx"}
    assert not any("color_message" in line for line in lines)


@pytest.mark.parametrize("settings", [Settings(), PRODUCTION], ids=["people", "json"])
@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"password": "swordfish"}, id="name"),
        pytest.param({"X-Refresh-Token": "swordfish"}, id="part-of-a-name"),
        pytest.param({"body": {"user": {"new_password": "swordfish"}}}, id="deep"),
        pytest.param({"headers": [{"Cookie": "swordfish"}]}, id="in-a-list"),
        pytest.param({"header": "Authorization: Bearer swordfish"}, id="header"),
        pytest.param({"url": "/reset?token=swordfish&page=1"}, id="query"),
        pytest.param({"form": "username=ada&password=swordfish"}, id="form"),
        pytest.param({"json": '{"password": "swordfish"}'}, id="json"),
        pytest.param({"object": "User(password='swordfish')"}, id="repr"),
        pytest.param({"url": "valkey://shop:swordfish@db:6379/0"}, id="url"),
    ],
)
def test_passwords_and_tokens_are_cut_out(
    capsys: pytest.CaptureFixture[str], settings: Settings, values: dict[str, Any]
) -> None:
    configure_logging(settings)

    structlog.get_logger("shop").info("told", **values)
    logging.getLogger("library").warning("told", extra=values)

    output = capsys.readouterr().out
    assert output.count("[redacted]") == 2
    assert "swordfish" not in output


@pytest.mark.parametrize("settings", [Settings(), PRODUCTION], ids=["people", "json"])
def test_token_in_a_message_or_an_exception_is_cut_out(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    configure_logging(settings)

    logging.getLogger("uvicorn.access").info('"GET /?jwt=%s HTTP/1.1" 200', JWT)
    try:
        int(JWT)
    except ValueError:
        structlog.get_logger("shop").exception("failed", tried=f"with {JWT}")

    output = capsys.readouterr().out
    assert output.count("[redacted]") == 3
    assert "eyJ" not in output


def test_what_is_no_secret_is_left_alone(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(PRODUCTION)
    values = {"path": "/users?page=2", "count": 3, "url": "http://shop.example:80/"}

    structlog.get_logger("shop").info("password changed", **values)

    [line] = logged(capsys)
    assert line["event"] == "password changed"
    assert {name: line[name] for name in values} == values
