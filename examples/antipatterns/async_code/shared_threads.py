# /// bad
# ast-grep = ["ASY-002"]
# harm = "tests/antipatterns/async_code/test_shared_threads.py::test_slow_calls_take_every_shared_thread"
# right = "examples/patterns/async_code/own_threads.py"
# ///
"""Slow calls in the worker threads that all requests share."""

import time

from fastapi import FastAPI
from fastapi.concurrency import run_in_threadpool

RENDER_SECONDS = 0.5


def render() -> str:
    """Stand for a library that blocks until a printer has answered."""
    time.sleep(RENDER_SECONDS)
    return "report"


def create_app() -> FastAPI:
    """Return an app with a slow route and a fast one."""
    app = FastAPI()

    @app.get("/report")
    async def read_report() -> str:
        return await run_in_threadpool(render)

    @app.get("/prices")
    def read_prices() -> str:
        return "10 EUR"

    return app
