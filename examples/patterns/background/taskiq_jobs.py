"""A task queue on Valkey, for jobs that are no events: slow, and started by a client.

Any number of worker processes run
`taskiq worker patterns.background.taskiq_jobs:create_broker`.
"""

import os
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, status
from pydantic import BaseModel
from taskiq import AsyncBroker, SimpleRetryMiddleware
from taskiq.kicker import AsyncKicker
from taskiq_redis import RedisAsyncResultBackend, RedisStreamBroker

EXPORT = "export_catalogue"
ATTEMPTS = 3
LONGEST_QUEUE = 10_000  # jobs; a full queue drops the oldest
CLAIM_AFTER = 3_600_000  # milliseconds; longer than any job, else it starts twice
KEEP_RESULT = 3600  # seconds


async def export_catalogue(category: str) -> int:
    """Return how many rows were exported; a job may run twice, so be idempotent."""
    if category == "unknown":
        raise ValueError("no such category")
    return len(category)


def create_broker(url: str | None = None) -> AsyncBroker:
    """Return a broker that knows the job; the app sends with it, workers receive."""
    url = url or os.environ["JOBS_URL"]  # redis-py reads `redis://`
    results = RedisAsyncResultBackend[int](url, result_ex_time=KEEP_RESULT)
    retry = SimpleRetryMiddleware(ATTEMPTS, default_retry_label=True)
    broker = RedisStreamBroker(
        url, queue_name="jobs", maxlen=LONGEST_QUEUE, idle_timeout=CLAIM_AFTER
    )
    broker.register_task(export_catalogue, EXPORT)
    return broker.with_result_backend(results).with_middlewares(retry)


async def get_broker(request: Request) -> AsyncBroker:
    """Return the broker that the lifespan started."""
    broker: AsyncBroker = request.app.state.broker
    return broker


BrokerDep = Annotated[AsyncBroker, Depends(get_broker)]
router = APIRouter(prefix="/exports", tags=["exports"])


class Export(BaseModel):
    """A job and how it ended."""

    id: str
    state: Literal["queued", "done", "failed"] = "queued"
    rows: int | None = None


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def start_export(category: str, broker: BrokerDep) -> Export:
    """Queue the job and answer at once."""
    task = AsyncKicker[..., int](EXPORT, broker, labels={})
    queued = await task.kiq(category)
    return Export(id=queued.task_id)


@router.get("/{export_id}")
async def read_export(export_id: str, broker: BrokerDep) -> Export:
    """Return the result if the job has ended."""
    if not await broker.result_backend.is_result_ready(export_id):
        return Export(id=export_id)
    result = await broker.result_backend.get_result(export_id)
    state = "failed" if result.is_err else "done"
    values = {"id": export_id, "state": state, "rows": result.return_value}
    return Export.model_validate(values)
