# /// bad
# harm = "tests/antipatterns/performance/test_threaded_dependency.py::test_each_plain_function_is_run_in_a_thread"
# right = "examples/patterns/performance/awaited_dependency.py"
# ///
"""Dependencies that wait for nothing, and are plain functions."""

from threading import current_thread
from typing import Annotated

from fastapi import Depends, FastAPI, Request


def get_currency(request: Request) -> str:
    """Return what the app was told; note the thread that looks it up."""
    request.app.state.threads.append(current_thread().name)
    return "EUR"


class Prices:
    """What things cost, in one currency."""

    def __init__(
        self, request: Request, currency: Annotated[str, Depends(get_currency)]
    ) -> None:
        request.app.state.threads.append(current_thread().name)
        self.currency = currency


def create_app() -> FastAPI:
    """Return an app with one route, which needs both."""
    app = FastAPI()
    app.state.threads = []

    @app.get("/price")
    async def read_price(prices: Annotated[Prices, Depends()]) -> str:
        return f"10 {prices.currency}"

    return app
