"""A task queue on Valkey, for jobs that are no events: slow, and started by a client.

Any number of processes run
`taskiq worker patterns.background.taskiq_jobs:create_broker`, and one runs
`taskiq scheduler patterns.background.taskiq_jobs:create_scheduler`.
"""

import os
from datetime import timedelta
from typing import Annotated, Literal
from uuid import uuid4

from fastapi import APIRouter, Depends, Request, status
from pydantic import BaseModel
from redis.asyncio import Redis
from taskiq import SimpleRetryMiddleware, TaskiqScheduler
from taskiq.kicker import AsyncKicker
from taskiq.schedule_sources import LabelScheduleSource
from taskiq_redis import RedisAsyncResultBackend, RedisStreamBroker

from app.core.errors import NotFoundError, OverloadedError

EXPORT = "export_catalogue"
QUEUE = "jobs"
KNOWN = "exports:"
ATTEMPTS = 3
MAX_WAITING = 1000  # jobs; a full queue refuses the next one
RETRY_AFTER = 60  # seconds
MAX_ENTRIES = 10 * MAX_WAITING  # done jobs too; beyond it the oldest is dropped
CLAIM_AFTER = timedelta(hours=1)  # longer than any job, else it starts twice
CLAIM_INTERVAL = timedelta(minutes=1)
KEEP_STATE = timedelta(days=1)  # of a job; afterwards the answer is 404


async def export_catalogue(category: str) -> int:
    """Return how many rows were exported; a job may run twice, so be idempotent."""
    if category == "unknown":
        raise ValueError("no such category")
    return len(category)


async def claim_jobs() -> None:
    """Do nothing: taskiq-redis looks for jobs of dead workers after each new job."""


def create_broker(url: str | None = None) -> RedisStreamBroker:
    """Return a broker that knows the jobs; the app sends with it, workers receive."""
    url = url or os.environ["JOBS_URL"]  # redis-py reads `redis://`
    broker = RedisStreamBroker(
        url,
        queue_name=QUEUE,
        maxlen=MAX_ENTRIES,
        idle_timeout=int(CLAIM_AFTER.total_seconds() * 1000),
        xread_count=1,
    )
    broker.register_task(export_catalogue, EXPORT)
    broker.register_task(claim_jobs, schedule=[{"interval": CLAIM_INTERVAL}])
    seconds = int(KEEP_STATE.total_seconds())
    states = RedisAsyncResultBackend[int](url, result_ex_time=seconds)
    retry = SimpleRetryMiddleware(ATTEMPTS, default_retry_label=True)
    return broker.with_result_backend(states).with_middlewares(retry)


def create_scheduler() -> TaskiqScheduler:
    """Return what sends `claim_jobs`, so that a quiet queue recovers its jobs too."""
    broker = create_broker()
    return TaskiqScheduler(broker, [LabelScheduleSource(broker)])


class Export(BaseModel):
    """A job and how it ended."""

    id: str
    state: Literal["queued", "done", "failed"] = "queued"
    rows: int | None = None


class ExportQueue:
    """Queues exports, and reads their state, which is stored for `KEEP_STATE`."""

    def __init__(self, broker: RedisStreamBroker) -> None:
        self.broker = broker
        self.valkey = Redis(connection_pool=broker.connection_pool)

    async def add(self, category: str) -> Export:
        """Queue a job; OverloadedError if too many wait."""
        if await self.count_waiting() >= MAX_WAITING:
            raise OverloadedError(RETRY_AFTER)
        export = Export(id=uuid4().hex)
        await self.valkey.set(KNOWN + export.id, category, ex=KEEP_STATE)
        task = AsyncKicker[..., int](EXPORT, self.broker, labels={})
        await task.with_task_id(export.id).kiq(category)
        return export

    async def read(self, export_id: str) -> Export:
        """Return the state; NotFoundError for a job that is unknown or too old."""
        if not await self.valkey.exists(KNOWN + export_id):
            raise NotFoundError("There is no such export.")
        if not await self.broker.result_backend.is_result_ready(export_id):
            return Export(id=export_id)
        result = await self.broker.result_backend.get_result(export_id)
        state = "failed" if result.is_err else "done"
        values = {"id": export_id, "state": state, "rows": result.return_value}
        return Export.model_validate(values)

    async def count_waiting(self) -> int:
        """Return the number of jobs that no worker has finished."""
        [group] = await self.valkey.xinfo_groups(QUEUE)
        return int(group["pending"] + (group["lag"] or 0))


async def get_export_queue(request: Request) -> ExportQueue:
    """Return the queue of the broker that the lifespan started."""
    return ExportQueue(request.app.state.broker)


ExportQueueDep = Annotated[ExportQueue, Depends(get_export_queue)]
router = APIRouter(prefix="/exports", tags=["exports"])


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def start_export(category: str, exports: ExportQueueDep) -> Export:
    """Queue the job and answer at once."""
    return await exports.add(category)


@router.get("/{export_id}")
async def read_export(export_id: str, exports: ExportQueueDep) -> Export:
    """Read the state of a job."""
    return await exports.read(export_id)
