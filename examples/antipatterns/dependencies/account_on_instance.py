# /// bad
# ast-grep = ["DEP-005"]
# harm = "tests/antipatterns/dependencies/test_session_account.py::test_request_gets_the_account_of_another"
# right = "examples/patterns/dependencies/session_account.py"
# ///
"""A dependency that stores the account of a request on itself."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Self

from fastapi import Depends, FastAPI, Request

type Load = Callable[[], Awaitable[object]]


class SessionAccount:
    """Reads the account from the cookie of this name."""

    def __init__(self, cookie: str) -> None:
        self.cookie = cookie
        self.name = "guest"

    async def __call__(self, request: Request) -> Self:
        """Return itself, with the account of the request."""
        key = request.cookies.get(self.cookie)
        self.name = request.app.state.accounts.get(key, "guest")
        return self


def create_app(load_prices: Load) -> FastAPI:
    """Return an app with two accounts."""
    app = FastAPI()
    app.state.accounts = {"1": "Ana", "2": "Bo"}

    @app.get("/me", dependencies=[Depends(SessionAccount("session"))])
    async def read_me(
        account: Annotated[SessionAccount, Depends(SessionAccount("session"))],
    ) -> str:
        await load_prices()
        return account.name

    return app
