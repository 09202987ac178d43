"""CPU-bound work in a few worker processes."""

import asyncio
from collections.abc import AsyncGenerator
from concurrent.futures import ProcessPoolExecutor
from contextlib import asynccontextmanager
from multiprocessing import get_context

from fastapi import FastAPI, Request


def build_report(rows: int) -> str:
    """Sort the rows and return the last three."""
    return ",".join(sorted(map(str, range(rows)))[-3:])


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Stop the worker processes with the app."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        app.state.processes = processes
        yield


def create_app() -> FastAPI:
    """Return an app with a route that computes."""
    app = FastAPI(lifespan=lifespan)

    @app.get("/report")
    async def read_report(request: Request, rows: int) -> str:
        loop = asyncio.get_running_loop()
        processes = request.app.state.processes
        return await loop.run_in_executor(processes, build_report, rows)

    return app
