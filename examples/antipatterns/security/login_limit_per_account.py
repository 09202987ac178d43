# /// bad
# harm = "tests/antipatterns/security/test_login_limits.py::test_strict_limit_per_account_locks_the_owner_out"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""A strict login limit per account."""

from app.core.rate_limits import RateLimiter, RateLimits


class LoginRateLimit:
    """Limits attempts to guess a password, from the IP of this request."""

    def __init__(self, limiter: RateLimiter, limits: RateLimits, ip: str) -> None:
        self.limiter = limiter
        self.limits = limits
        self.ip = ip

    async def check(self, account: str) -> None:
        """Count one attempt; RateLimitedError if it exceeds the limit."""
        await self.limiter.check(self.limits.login, "login-ip", self.ip)
        await self.limiter.check(self.limits.login, "login-account", account)
