"""Rate limits as dependencies, with the library that slowapi wraps."""

from dataclasses import dataclass
from math import ceil
from time import time
from typing import Annotated

from fastapi import APIRouter, Body, Depends, FastAPI, HTTPException, Request, status
from limits import RateLimitItem, parse
from limits.aio.storage import Storage
from limits.aio.strategies import FixedWindowRateLimiter


@dataclass(frozen=True)
class RateLimit:
    """A dependency that answers 429 to a client IP that exceeds the rate."""

    limiter: FixedWindowRateLimiter
    rate: RateLimitItem
    purpose: str

    async def __call__(self, request: Request) -> None:
        """Count the request for its client IP and this purpose."""
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
    requests = RateLimit(limiter, parse("60/minute"), "requests")
    logins = RateLimit(limiter, parse("5/minute"), "logins")
    router = APIRouter(dependencies=[Depends(requests)])

    @router.post("/login", dependencies=[Depends(logins)])
    async def log_in(email: Annotated[str, Body(embed=True)]) -> str:
        return f"welcome, {email}"

    @router.get("/items")
    async def list_items() -> list[str]:
        return []

    app = FastAPI()
    app.include_router(router)
    return app
