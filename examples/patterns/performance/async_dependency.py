"""Dependencies as `async def`, so that they run in the event loop."""

from threading import current_thread
from typing import Annotated

from fastapi import Depends, FastAPI, Request


async def get_currency(request: Request) -> str:
    """Return the currency; record the thread that runs this."""
    request.app.state.threads.append(current_thread().name)
    return "EUR"


class Prices:
    """Prices in one currency."""

    def __init__(self, currency: str) -> None:
        self.currency = currency


async def get_prices(
    request: Request, currency: Annotated[str, Depends(get_currency)]
) -> Prices:
    """Create the prices; FastAPI would run the class itself in a thread."""
    request.app.state.threads.append(current_thread().name)
    return Prices(currency)


def create_app() -> FastAPI:
    """Return an app with one route that needs both."""
    app = FastAPI()
    app.state.threads = []

    @app.get("/price")
    async def read_price(prices: Annotated[Prices, Depends(get_prices)]) -> str:
        return f"10 {prices.currency}"

    return app
