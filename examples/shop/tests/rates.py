"""Settings that limit nothing: a 429 would hide what stands behind it."""

from limits import RateLimitItemPerSecond

from app.config import Settings

MANY = RateLimitItemPerSecond(1_000_000)


def unlimited(settings: Settings) -> Settings:
    """Return these settings without limits."""
    rates = {"rate_limit": MANY, "login_rate_limit": MANY, "sign_up_rate_limit": MANY}
    return settings.model_copy(update=rates)
