"""A request of a test that is authenticated as every other one."""

from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient, Response


async def get_with_token(app: FastAPI, token: str, path: str) -> Response:
    """Request the path with a token that the app issued."""
    headers = {"Authorization": f"Bearer {token}"}
    transport = ASGITransport(app)
    async with AsyncClient(
        transport=transport, base_url="http://test", headers=headers
    ) as client:
        return await client.get(path)
