# /// bad
# harm = "tests/antipatterns/performance/test_keeping_start.py::test_memory_stays_with_the_process"
# right = "examples/shop/app/core/memory.py"
# ///
"""An app that loads much, keeps little of it, and serves."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import FastAPI

ROWS = 50_000


def load_names() -> list[str]:
    """Return the names of those that are on sale, one in a hundred."""
    rows = [f"{number:<1000}" for number in range(ROWS)]
    return rows[::100]


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Serve as soon as all is loaded."""
    app.state.names = load_names()
    yield
