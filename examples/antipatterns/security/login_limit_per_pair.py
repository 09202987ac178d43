# /// bad
# harm = "tests/antipatterns/security/test_login_limits.py::test_limit_per_pair_stops_neither_botnet_nor_spraying"
# right = "examples/shop/app/core/rate_limits.py"
# ///
"""One login limit, for the pair of account and client IP."""

from app.core.rate_limits import RateLimiter, RateLimits


class LoginRateLimit:
    """Limits attempts to guess a password, from the IP of this request."""

    def __init__(self, limiter: RateLimiter, limits: RateLimits, ip: str) -> None:
        self.limiter = limiter
        self.limits = limits
        self.ip = ip

    async def check(self, account: str) -> None:
        """Count one attempt; RateLimitedError if it exceeds the limit."""
        pair = f"{self.ip} {account}"
        await self.limiter.check(self.limits.login, "login", pair)
