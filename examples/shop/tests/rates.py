"""Settings without rate limits, for tests in which a 429 would hide the result."""

from limits import RateLimitItemPerSecond

from app.config import Settings

UNREACHABLE = RateLimitItemPerSecond(1_000_000)


def unlimited(settings: Settings) -> Settings:
    """Return these settings with limits that no test reaches."""
    names = [name for name in Settings.model_fields if name.endswith("rate_limit")]
    return settings.model_copy(update=dict.fromkeys(names, UNREACHABLE))
