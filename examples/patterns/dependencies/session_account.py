"""A dependency with a parameter, which keeps nothing of a request."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, FastAPI, Request

type Load = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class SessionAccount:
    """Reads the account from the cookie of this name."""

    cookie: str

    async def __call__(self, request: Request) -> str:
        """Return the account of the request."""
        key = request.cookies.get(self.cookie)
        account: str = request.app.state.accounts.get(key, "guest")
        return account


def create_app(load_prices: Load) -> FastAPI:
    """Return an app with two accounts."""
    app = FastAPI()
    app.state.accounts = {"1": "Ana", "2": "Bo"}

    @app.get("/me", dependencies=[Depends(SessionAccount("session"))])
    async def read_me(
        account: Annotated[str, Depends(SessionAccount("session"))],
    ) -> str:
        await load_prices()
        return account

    return app
