"""A server that a deployment stops while an export is waiting."""

import asyncio
import threading
from collections.abc import AsyncGenerator, Callable, Generator
from contextlib import asynccontextmanager, contextmanager

import uvicorn
from fastapi import FastAPI
from httpx import AsyncClient
from logged_process import free_port, wait_until
from servers import valkey_server

from antipatterns.background import export_in_background_task as wrong
from app.core.problems import add_problem_handlers
from patterns.background import taskiq_jobs as right

GRACE = 1  # seconds for requests in flight


@contextmanager
def stopped_at_the_end(app: FastAPI) -> Generator[str]:
    """Serve the app; at the end stop it as a deployment does."""
    port = free_port()
    config = uvicorn.Config(
        app, port=port, log_config=None, timeout_graceful_shutdown=GRACE
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started, "uvicorn to start")
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


async def start_export(app: FastAPI) -> int:
    """Ask for an export, and stop the server; return the status."""
    with stopped_at_the_end(app) as address:
        async with AsyncClient(base_url=address) as client:
            response = await client.post("/exports", params={"category": "tea"})
    return response.status_code


async def test_stopped_server_loses_the_export(
    measured: Callable[[str], None],
) -> None:
    exported: list[str] = []

    async def export(category: str) -> None:
        await asyncio.sleep(60)
        exported.append(category)

    app = FastAPI()
    app.state.export = export
    app.include_router(wrong.router)

    status = await start_export(app)

    assert (status, exported) == (202, [])
    measured(
        f"The client got {status}. The server was stopped during the export, and "
        f"{len(exported)} of 1 export was written."
    )


async def test_stopped_server_leaves_the_export_in_the_queue() -> None:
    with valkey_server() as valkey:
        url = valkey.url.replace("valkey://", "redis://")

        @asynccontextmanager
        async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
            app.state.broker = right.create_broker(url)
            await app.state.broker.startup()
            yield
            await app.state.broker.shutdown()

        app = FastAPI(lifespan=lifespan)
        add_problem_handlers(app)
        app.include_router(right.router)

        status = await start_export(app)

        broker = right.create_broker(url)
        await broker.startup()
        waiting = await right.ExportQueue(broker).count_waiting()
        await broker.shutdown()
    assert (status, waiting) == (202, 1)
