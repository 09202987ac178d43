# /// bad
# harm = "tests/antipatterns/reliability/test_rate_limit_without_fallback.py::test_login_fails_while_valkey_is_down"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""A login that counts its attempts in Valkey, without a fallback."""

from fastapi import APIRouter, Request
from redis.asyncio import Redis

from app.core.errors import RateLimitedError

LIMIT = 20
SECONDS = 60

router = APIRouter()


async def count_attempt(valkey: Redis, account: str) -> None:
    """Count one attempt; RateLimitedError if it exceeds the limit."""
    attempts = await valkey.incr(f"login:{account}")
    if attempts == 1:
        await valkey.expire(f"login:{account}", SECONDS)
    if attempts > LIMIT:
        raise RateLimitedError(SECONDS)


@router.post("/token")
async def log_in(account: str, request: Request) -> str:
    """Log in."""
    await count_attempt(request.app.state.valkey, account)
    return f"Welcome, {account}."
