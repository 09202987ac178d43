"""A client of another service, which answers every request with one rate."""

from httpx import AsyncClient, MockTransport, Request, Response


def answer(_: Request) -> Response:
    """Return the rate of the day."""
    return Response(200, json={"SEK": 11.2})


def create_client() -> AsyncClient:
    """Return a client that opens no connection."""
    return AsyncClient(transport=MockTransport(answer), base_url="http://rates")
