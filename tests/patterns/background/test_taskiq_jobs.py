"""Jobs over a real Valkey: queued by one broker, done by another."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, suppress

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from servers import valkey_server
from taskiq.api import run_receiver_task

from patterns.background.taskiq_jobs import ATTEMPTS, create_broker, router

PATIENCE = 10


@pytest.fixture
def url() -> Generator[str]:
    with valkey_server() as server:
        yield server.url.replace("valkey://", "redis://")


@pytest.fixture
async def client(url: str) -> AsyncGenerator[AsyncClient]:
    app = FastAPI()
    app.include_router(router)
    app.state.broker = create_broker(url)
    await app.state.broker.startup()
    async with AsyncClient(
        transport=ASGITransport(app), base_url="http://test"
    ) as client:
        yield client
    await app.state.broker.shutdown()


@asynccontextmanager
async def worker(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[None]:
    """Run what a worker process runs, with the URL from the environment."""
    monkeypatch.setenv("JOBS_URL", url)
    broker = create_broker()
    broker.is_worker_process = True
    await broker.startup()
    receiving = asyncio.create_task(run_receiver_task(broker))
    yield
    receiving.cancel()
    with suppress(asyncio.CancelledError):
        await receiving
    await broker.shutdown()


async def wait_for_end(client: AsyncClient, export_id: str) -> dict[str, object]:
    async with asyncio.timeout(PATIENCE):
        while True:
            export: dict[str, object] = (
                await client.get(f"/exports/{export_id}")
            ).json()
            if export["state"] != "queued":
                return export
            await asyncio.sleep(0.02)


async def test_worker_runs_queued_job(
    client: AsyncClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = await client.post("/exports", params={"category": "tea"})
    export_id = response.json()["id"]
    before = await client.get(f"/exports/{export_id}")

    async with worker(url, monkeypatch):
        after = await wait_for_end(client, export_id)

    assert response.status_code == 202
    assert before.json() == {"id": export_id, "state": "queued", "rows": None}
    assert after == {"id": export_id, "state": "done", "rows": 3}


async def test_failing_job_is_retried_and_reported(
    client: AsyncClient,
    url: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    response = await client.post("/exports", params={"category": "unknown"})

    async with worker(url, monkeypatch):
        export = await wait_for_end(client, response.json()["id"])

    assert (export["state"], export["rows"]) == ("failed", None)
    assert caplog.text.count("ValueError: no such category") == ATTEMPTS
