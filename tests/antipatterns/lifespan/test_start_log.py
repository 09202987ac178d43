"""What an app logs about itself."""

from collections.abc import Callable

from asgi_lifespan import LifespanManager
from fastapi import FastAPI
from structlog.testing import capture_logs

from antipatterns.lifespan import settings_in_log as wrong
from patterns.lifespan import start_log as right

SETTINGS = right.Settings(
    version="3f2c1a9",
    environment="production",
    database_url="postgresql+asyncpg://shop:hunter2@db/shop",
)


async def read_log(
    create_app: Callable[[right.Settings], FastAPI],
) -> list[dict[str, object]]:
    """Start and stop the app; return the entries of its log."""
    with capture_logs() as entries:
        async with LifespanManager(create_app(SETTINGS)):
            pass
    return [dict(entry) for entry in entries]


async def test_password_is_logged_at_start(measured: Callable[[str], None]) -> None:
    entries = await read_log(wrong.create_app)

    count = str(entries).count("hunter2")
    assert (len(entries), count) == (1, 1)
    measured(f"The log of the start held the database password {count} time.")


async def test_start_and_end_are_logged_without_secrets() -> None:
    entries = await read_log(right.create_app)

    assert entries == [
        {
            "event": "started",
            "version": "3f2c1a9",
            "environment": "production",
            "log_level": "info",
        },
        {"event": "stopped", "log_level": "info"},
    ]
