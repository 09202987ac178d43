"""Liveness and readiness probes for the platform."""

from typing import Literal

from anyio import fail_after
from fastapi import APIRouter, status
from pydantic import BaseModel

from app.config import SettingsDep
from app.core.dependencies import DatabaseDep
from app.core.errors import DatabaseUnavailableError
from app.core.problems import problem_responses
from app.core.schema import SchemaOutdatedError, SchemaState
from app.core.valkey import Valkey
from app.health.dependencies import SchemaDep, ValkeyDep

router = APIRouter(tags=["health"])


class Health(BaseModel):
    """The answer of a process that is alive."""

    status: Literal["ok"] = "ok"


class Readiness(Health):
    """The answer of a process that can serve; `degraded` names what it lacks."""

    database_schema: SchemaState
    degraded: list[Literal["valkey"]]


@router.get("/health")
async def read_health() -> Health:
    """Answer as long as the event loop runs.

    A restart repairs no database, so the liveness probe does not ask it.
    """
    return Health()


@router.get("/ready", responses=problem_responses(status.HTTP_503_SERVICE_UNAVAILABLE))
async def read_readiness(
    database: DatabaseDep, schema: SchemaDep, valkey: ValkeyDep, settings: SettingsDep
) -> Readiness:
    """Answer 503 unless the database answers in time and its schema is migrated.

    An optional dependency that fails is reported: no other replica has it either.
    """
    try:
        with fail_after(settings.ready_timeout):
            state = await schema.compare(database)
    except TimeoutError as error:
        raise DatabaseUnavailableError from error
    if state is SchemaState.OUTDATED:
        raise SchemaOutdatedError
    degraded = await find_degraded(valkey)
    return Readiness(database_schema=state, degraded=degraded)


async def find_degraded(valkey: Valkey | None) -> list[Literal["valkey"]]:
    """Return the optional dependencies that are configured and do not answer."""
    if valkey is None or await valkey.is_available():
        return []
    return ["valkey"]
