"""`/health` asks the process alone, `/ready` also what it needs to serve."""

from typing import Literal

from anyio import fail_after
from fastapi import FastAPI, status
from pydantic import BaseModel
from valkey.asyncio import Valkey
from valkey.exceptions import ValkeyError

from app.config import Settings, SettingsDep
from app.core.database import DatabaseDep
from app.core.errors import DatabaseUnavailableError, UnavailableError
from app.core.problems import problem_responses
from app.core.valkey import ValkeyDep, ping


class Health(BaseModel):
    """What a healthy answer says."""

    status: Literal["ok"] = "ok"


async def health() -> Health:
    """Answer as long as the event loop turns.

    A database that fails is no reason to restart the process, so it isn't asked.
    """
    return Health()


async def ready(
    database: DatabaseDep, valkey: ValkeyDep, settings: SettingsDep
) -> Health:
    """Answer 503 when the database or Valkey fails, or takes too long."""
    try:
        with fail_after(settings.ready_timeout):
            await database.ping()
    except TimeoutError as error:
        raise DatabaseUnavailableError from error
    if valkey:
        await ping_valkey(valkey, settings)
    return Health()


async def ping_valkey(valkey: Valkey, settings: Settings) -> None:
    """Do one round trip; UnavailableError without an answer."""
    try:
        with fail_after(settings.ready_timeout):
            await ping(valkey)
    except (OSError, ValkeyError) as error:
        raise UnavailableError("Valkey does not answer.") from error


def add_probes(app: FastAPI) -> None:
    """Answer the platform, which asks every few seconds and forever.

    The routes stand on the app itself: those of an included router are looked for
    twice, in the app and in the router.
    """
    unavailable = problem_responses(status.HTTP_503_SERVICE_UNAVAILABLE)
    app.add_api_route("/health", health, tags=["health"])
    app.add_api_route("/ready", ready, tags=["health"], responses=unavailable)
