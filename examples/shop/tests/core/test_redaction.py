import asyncio
import time
from collections import UserString
from typing import Any

import pytest
from httpx import URL
from servers import http_server

from app.config import Settings
from app.core.redaction import (
    MAX_EVENT,
    MAX_ITEMS,
    MAX_TEXT,
    TRUNCATED,
    redact_event,
    redact_text,
)
from app.main import create_app

RUNS = 3
JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


def redacted(**event: object) -> dict[str, Any]:
    return dict(redact_event(None, "info", event))


class User:
    """Prints its password, as a dataclass does."""

    def __repr__(self) -> str:
        return "User(password='swordfish')"


@pytest.mark.parametrize(
    "values",
    [
        pytest.param({"password": "swordfish"}, id="name"),
        pytest.param({"X-Refresh-Token": "swordfish"}, id="part-of-a-name"),
        pytest.param({"body": {"user": {"new_password": "swordfish"}}}, id="deep"),
        pytest.param({"headers": [{"Cookie": "swordfish"}]}, id="in-a-list"),
        pytest.param({"headers": ("Cookie: swordfish",)}, id="in-a-tuple"),
        pytest.param({"object": User()}, id="object"),
        pytest.param({"object": b"password=swordfish"}, id="bytes"),
        pytest.param({"body": {"Bearer swordfish": 1}}, id="key"),
    ],
)
def test_secret_anywhere_in_an_event_is_redacted(values: dict[str, Any]) -> None:
    event = redacted(**values)

    assert str(event).count("[redacted]") == 1
    assert "swordfish" not in str(event)


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Authorization: Bearer swordfish", id="header"),
        pytest.param("Authorization: Digest username=ada, response=swordfish", id="2"),
        pytest.param("Cookie: theme=dark; session=swordfish", id="cookie"),
        pytest.param("sent Bearer swordfish", id="credentials"),
        pytest.param("/reset?token=swordfish&page=1", id="query"),
        pytest.param("username=ada&password=swordfish", id="form"),
        pytest.param('{"password": "swordfish"}', id="json"),
        pytest.param('{"password": "with \\", and swordfish"}', id="json-escape"),
        pytest.param('"{\\"password\\": \\"swordfish\\"}"', id="json-in-json"),
        pytest.param("User(password='a, swordfish')", id="repr"),
        pytest.param("valkey://shop:swordfish@db:6379/0", id="url"),
        pytest.param("Secret =  swordfish", id="blanks"),
    ],
)
def test_secret_in_text_is_redacted(text: str) -> None:
    assert redact_text(text).count("[redacted]") == 1
    assert "swordfish" not in redact_text(text)


def test_json_web_token_is_redacted() -> None:
    assert redact_text(f"/?jwt={JWT}&page=1") == "/?jwt=[redacted]&page=1"


@pytest.mark.parametrize(
    "text",
    [
        "password changed",
        "/users?page=2",
        "http://shop.example:80/",
        "3 tokens",
        "ratio a:b",
        "'token'",
    ],
)
def test_text_without_secret_is_unchanged(text: str) -> None:
    assert redact_text(text) == text


@pytest.mark.parametrize("value", [None, True, 3, 0.5, "tea", ["tea"], {"tea": 1}])
def test_value_without_secret_is_unchanged(value: object) -> None:
    assert redacted(value=value) == {"value": value}


def test_other_objects_are_logged_as_their_repr() -> None:
    assert redacted(value=UserString("tea")) == {"value": "'tea'"}


def test_number_too_long_for_python_to_print_is_logged() -> None:
    assert redacted(count=10**5000)["count"].startswith("0x")


@pytest.mark.parametrize(
    "before",
    [
        pytest.param("password=", id="named"),
        pytest.param("postgresql://shop:", id="url"),
        pytest.param("eyJ", id="token"),
        pytest.param("Bearer ", id="credentials"),
    ],
)
def test_secret_cut_off_by_the_limit_is_redacted(before: str) -> None:
    padding = "x " * ((MAX_TEXT - len(before) - 9) // 2)

    [text] = redacted(text=f"{padding}{before}swordfish-and-more@host").values()

    assert "[redacted]" in text
    assert "swordfish" not in text


def test_long_text_is_truncated() -> None:
    assert redacted(path="x" * 20_000)["path"] == "x" * MAX_TEXT + TRUNCATED


def test_event_is_bounded_and_keeps_short_values() -> None:
    many = {str(number): "x" * MAX_TEXT for number in range(1000)}

    event = redacted(many=many, deep=[[many] * 1000] * 1000, level="info")

    assert len(str(event)) < 2 * MAX_EVENT
    assert len(event["many"]) == MAX_ITEMS
    assert event["deep"] == TRUNCATED
    assert event["level"] == "info"


def test_recursive_value_ends() -> None:
    endless: list[object] = []
    endless.append(endless)

    assert TRUNCATED in str(redacted(endless=endless))


async def test_long_path_does_not_block_other_requests() -> None:
    with http_server(create_app(Settings())) as address:
        url = URL(address)

        async def get(path: str) -> bytes:
            reader, writer = await asyncio.open_connection(url.host, url.port)
            writer.write(f"GET {path} HTTP/1.1\r\nHost: shop\r\n\r\n".encode())
            answer = await reader.readuntil(b"\r\n")
            writer.close()
            return answer

        async def seconds_beside(length: int) -> float:
            """Return the CPU time of a request for a path of this length."""
            begin = time.process_time()
            answers = await asyncio.gather(get("/" + "a" * length), get("/health"))
            assert [answer.split()[1] for answer in answers] == [b"404", b"200"]
            return time.process_time() - begin

        await get("/health")
        short = min([await seconds_beside(2_500) for _ in range(RUNS)])
        long = min([await seconds_beside(10_000) for _ in range(RUNS)])

    assert long < 2 * 4 * short  # four times the text; quadratic would be 16
