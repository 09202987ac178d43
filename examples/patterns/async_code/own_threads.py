"""Slow calls in a few worker threads of their own."""

import time

from anyio import CapacityLimiter, to_thread
from fastapi import FastAPI

RENDER_SECONDS = 0.5


def render() -> str:
    """Stand for a library that blocks until a printer has answered."""
    time.sleep(RENDER_SECONDS)
    return "report"


def create_app() -> FastAPI:
    """Return an app with a slow route and a fast one."""
    app = FastAPI()
    render_threads = CapacityLimiter(20)

    @app.get("/report")
    async def read_report() -> str:
        return await to_thread.run_sync(render, limiter=render_threads)

    @app.get("/prices")
    def read_prices() -> str:
        return "10 EUR"

    return app
