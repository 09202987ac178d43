# /// bad
# harm = "tests/antipatterns/reliability/test_needs_valkey.py::test_nobody_logs_in_while_valkey_is_away"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""A login that counts its attempts in Valkey, and cannot do without."""

from fastapi import APIRouter, Request
from valkey.asyncio import Valkey

from app.core.errors import RateLimitedError

MOST = 20
SECONDS = 60

router = APIRouter()


async def count_attempt(valkey: Valkey, account: str) -> None:
    """Count one attempt; raises RateLimitedError when there were too many."""
    attempts = await valkey.incr(f"login:{account}")
    if attempts == 1:
        await valkey.expire(f"login:{account}", SECONDS)
    if attempts > MOST:
        raise RateLimitedError(SECONDS)


@router.post("/token")
async def log_in(account: str, request: Request) -> str:
    """Log in."""
    await count_attempt(request.app.state.valkey, account)
    return f"Welcome, {account}."
