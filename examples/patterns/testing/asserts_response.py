"""A test that asserts the response to a failure."""

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient


async def test_failure_is_reported(app: FastAPI) -> None:
    transport = ASGITransport(app, raise_app_exceptions=False)
    async with AsyncClient(transport=transport, base_url="http://test") as client:
        response = await client.get("/stock")

    assert response.status_code == 500
    assert response.json() == {"code": "internal_server_error"}
