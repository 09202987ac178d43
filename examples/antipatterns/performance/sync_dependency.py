# /// bad
# harm = "tests/antipatterns/performance/test_sync_dependency.py::test_plain_dependencies_run_in_worker_threads"
# right = "examples/patterns/performance/async_dependency.py"
# ///
"""Plain functions as dependencies, although nothing in them blocks."""

from threading import current_thread
from typing import Annotated

from fastapi import Depends, FastAPI, Request


def get_currency(request: Request) -> str:
    """Return the currency; record the thread that runs this."""
    request.app.state.threads.append(current_thread().name)
    return "EUR"


class Prices:
    """Prices in one currency."""

    def __init__(
        self, request: Request, currency: Annotated[str, Depends(get_currency)]
    ) -> None:
        request.app.state.threads.append(current_thread().name)
        self.currency = currency


def create_app() -> FastAPI:
    """Return an app with one route that needs both."""
    app = FastAPI()
    app.state.threads = []

    @app.get("/price")
    async def read_price(prices: Annotated[Prices, Depends()]) -> str:
        return f"10 {prices.currency}"

    return app
