# /// bad
# harm = "tests/antipatterns/security/test_counted_as_pair.py::test_neither_guessing_nor_spraying_is_stopped"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""Tries that are counted for an account and an address together."""

from limits import RateLimitItem

from app.core.rate_limits import RateLimiter, name_account


class LoginAttempts:
    """Counts tries so that nobody can lock out the owner of an account."""

    def __init__(self, limiter: RateLimiter, rate: RateLimitItem, address: str) -> None:
        self.limiter = limiter
        self.rate = rate
        self.address = address

    async def check(self, account: str) -> None:
        """Count one try; RateLimitedError when there were too many."""
        caller = f"{self.address} {name_account(account)}"
        await self.limiter.check(self.rate, "login", caller)
