"""The same limits as dependencies, on the library that slowapi wraps."""

from dataclasses import dataclass
from math import ceil
from time import time

from fastapi import Depends, FastAPI, HTTPException, Request, status
from limits import RateLimitItem, parse
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter


@dataclass(frozen=True)
class RateLimit:
    """A dependency: 429 for a client that sends more requests than the rate."""

    limiter: FixedWindowRateLimiter
    rate: RateLimitItem
    purpose: str

    async def __call__(self, request: Request) -> None:
        """Count the request for its client address and this purpose."""
        key = (self.purpose, request.client.host if request.client else "")
        if await self.limiter.hit(self.rate, *key):
            return
        window = await self.limiter.get_window_stats(self.rate, *key)
        wait = max(1, ceil(window.reset_time - time()))
        raise HTTPException(
            status.HTTP_429_TOO_MANY_REQUESTS, headers={"Retry-After": str(wait)}
        )


def create_app(storage: Storage) -> FastAPI:
    """Return an app with a login and a list."""
    limiter = FixedWindowRateLimiter(storage)
    all_routes = RateLimit(limiter, parse("60/minute"), "all")
    login = RateLimit(limiter, parse("5/minute"), "login")
    app = FastAPI(dependencies=[Depends(all_routes)])

    @app.post("/login", dependencies=[Depends(login)])
    async def log_in() -> str:
        return "welcome"

    @app.get("/items")
    async def list_items() -> list[str]:
        return []

    return app
