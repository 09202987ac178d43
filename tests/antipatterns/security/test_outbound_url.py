"""Which services a client can reach through the app."""

import asyncio
from collections.abc import Callable, Generator
from socket import gaierror

import pytest
from fastapi import FastAPI
from httpx import AsyncClient, MockTransport, Request, Response
from pydantic import HttpUrl
from servers import http_server

from antipatterns.security import fetch_any_url as wrong
from app.core.errors import UnprocessableError
from patterns.security import outbound_url as right

PUBLIC = "93.184.215.14"
PARTNER = HttpUrl("https://partner.example/page")


@pytest.fixture
def internal() -> Generator[str]:
    """Serve credentials to every program of this machine, as cloud providers do."""
    app = FastAPI()
    app.get("/credentials")(lambda: "the key of the machine")
    with http_server(app) as address:
        yield f"{address}/credentials"


def resolve_to(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """Let every name have these addresses."""

    async def getaddrinfo(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(0, 0, 0, "", (address, 443)) for address in addresses]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)


async def test_client_reads_an_internal_service(
    internal: str, measured: Callable[[str], None]
) -> None:
    async with AsyncClient() as client:
        shown = await wrong.read_preview(client, internal)

    assert "the key of the machine" in shown
    measured(f"The app fetched `/credentials` of 127.0.0.1 and returned {shown}.")


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://localhost/",
        "https://169.254.169.254/latest/meta-data/",
        "https://10.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://2130706433/",
        "https://partner.example:6379/",
        "http://partner.example/",
    ],
)
async def test_address_that_is_not_public_is_refused(url: str) -> None:
    async with AsyncClient() as client:
        with pytest.raises(UnprocessableError):
            await right.read_preview(client, HttpUrl(url))


async def test_name_with_one_internal_address_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve_to(monkeypatch, PUBLIC, "10.0.0.1")
    async with AsyncClient() as client:
        with pytest.raises(UnprocessableError):
            await right.read_preview(client, PARTNER)


async def test_name_without_an_address_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    async def getaddrinfo(*_: object, **__: object) -> None:
        raise gaierror

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", getaddrinfo)
    async with AsyncClient() as client:
        with pytest.raises(UnprocessableError):
            await right.read_preview(client, PARTNER)


async def test_request_goes_to_the_address_that_was_checked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    resolve_to(monkeypatch, PUBLIC)
    made: list[Request] = []

    def answer(request: Request) -> Response:
        made.append(request)
        return Response(302, headers={"Location": "http://127.0.0.1/"}, text="moved")

    async with AsyncClient(transport=MockTransport(answer)) as client:
        shown = await right.read_preview(client, PARTNER)

    [request] = made
    assert (shown, request.url.host, request.url.path) == ("moved", PUBLIC, "/page")
    assert request.headers["Host"] == "partner.example"
    assert request.extensions["sni_hostname"] == "partner.example"
