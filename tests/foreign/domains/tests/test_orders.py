import pytest
from httpx import ASGITransport, AsyncClient

from src.main import app


@pytest.fixture
async def client():
    async with AsyncClient(transport=ASGITransport(app=app)) as client:
        yield client


async def test_missing_order(client):
    with pytest.raises(Exception):
        await client.get("/orders/1")
