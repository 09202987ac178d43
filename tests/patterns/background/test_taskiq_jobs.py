"""Jobs over a real Valkey: queued by one broker, done by another."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, asynccontextmanager, suppress
from datetime import timedelta

import pytest
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from redis.asyncio import Redis
from servers import valkey_server
from taskiq.api import run_receiver_task, run_scheduler_task

from app.core.problems import add_problem_handlers
from patterns.background import taskiq_jobs
from patterns.background.taskiq_jobs import (
    CLAIM_AFTER,
    KEEP_STATE,
    KNOWN,
    ExportQueue,
    create_broker,
    create_scheduler,
    router,
)

PATIENCE = 10


@pytest.fixture
def url() -> Generator[str]:
    with valkey_server() as server:
        yield server.url.replace("valkey://", "redis://")


@pytest.fixture
async def client(url: str) -> AsyncGenerator[AsyncClient]:
    app = FastAPI()
    add_problem_handlers(app)
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


@asynccontextmanager
async def scheduler(url: str, monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[None]:
    """Run what the scheduler process runs."""
    monkeypatch.setenv("JOBS_URL", url)
    scheduler = create_scheduler()
    await scheduler.startup()
    scheduling = asyncio.create_task(run_scheduler_task(scheduler))
    yield
    scheduling.cancel()
    with suppress(asyncio.CancelledError):
        await scheduling
    await scheduler.shutdown()


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
    monkeypatch.setattr(taskiq_jobs, "ATTEMPTS", 2)
    response = await client.post("/exports", params={"category": "unknown"})

    async with worker(url, monkeypatch):
        export = await wait_for_end(client, response.json()["id"])

    assert (export["state"], export["rows"]) == ("failed", None)
    assert caplog.text.count("ValueError: no such category") == 2


async def take_job_and_die(url: str) -> None:
    """Read a job as a worker does, and never acknowledge it."""
    broker = create_broker(url)
    await broker.startup()
    async with aclosing(broker.listen()) as jobs:
        await anext(jobs)
    await broker.shutdown()


async def test_job_of_dead_worker_is_done_although_no_other_job_arrives(
    client: AsyncClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taskiq_jobs, "CLAIM_AFTER", timedelta(milliseconds=10))
    monkeypatch.setattr(taskiq_jobs, "CLAIM_INTERVAL", timedelta(seconds=1))
    response = await client.post("/exports", params={"category": "tea"})
    await take_job_and_die(url)

    async with worker(url, monkeypatch), scheduler(url, monkeypatch):
        export = await wait_for_end(client, response.json()["id"])

    assert (export["state"], export["rows"]) == ("done", 3)


async def test_worker_takes_one_job_at_a_time(client: AsyncClient, url: str) -> None:
    for _ in range(2):
        await client.post("/exports", params={"category": "tea"})
    await take_job_and_die(url)

    async with Redis.from_url(url) as valkey:
        [group] = await valkey.xinfo_groups("jobs")

    assert (group["pending"], group["lag"]) == (1, 1)


async def test_full_queue_refuses_the_next_job(
    client: AsyncClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taskiq_jobs, "MAX_WAITING", 2)

    responses = [
        await client.post("/exports", params={"category": "tea"}) for _ in range(3)
    ]

    assert [response.status_code for response in responses] == [202, 202, 503]
    assert responses[-1].headers["retry-after"] == "60"


async def test_done_jobs_do_not_fill_the_queue(
    client: AsyncClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taskiq_jobs, "MAX_WAITING", 1)
    first = await client.post("/exports", params={"category": "tea"})
    async with worker(url, monkeypatch):
        await wait_for_end(client, first.json()["id"])

    second = await client.post("/exports", params={"category": "tea"})

    assert second.status_code == 202


async def test_unknown_export_returns_404(client: AsyncClient) -> None:
    response = await client.get("/exports/unknown")

    assert response.status_code == 404
    assert response.json()["detail"] == "There is no such export."


async def test_state_of_a_job_is_kept_for_a_day(
    client: AsyncClient, url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = await client.post("/exports", params={"category": "tea"})
    export_id = response.json()["id"]
    async with worker(url, monkeypatch):
        await wait_for_end(client, export_id)

    async with Redis.from_url(url) as valkey:
        seconds = [await valkey.ttl(key) for key in (KNOWN + export_id, export_id)]

    assert seconds == [pytest.approx(KEEP_STATE.total_seconds(), abs=60)] * 2


async def test_stream_of_jobs_is_bounded(
    url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taskiq_jobs, "MAX_ENTRIES", 10)
    broker = create_broker(url)
    await broker.startup()
    for _ in range(250):
        await ExportQueue(broker).add("tea")

    async with Redis.from_url(url) as valkey:
        length = await valkey.xlen("jobs")
    await broker.shutdown()

    assert length < 250  # Valkey drops whole nodes of entries, not single ones


def test_job_is_claimed_from_a_dead_worker_after_an_hour(url: str) -> None:
    broker = create_broker(url)

    assert broker.idle_timeout == CLAIM_AFTER.total_seconds() * 1000
