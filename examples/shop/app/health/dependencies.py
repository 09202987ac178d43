"""What the readiness probe asks, as dependencies."""

from typing import Annotated

from fastapi import Depends, Request

from app.core.schema import Schema
from app.core.valkey import Valkey


async def get_schema(request: Request) -> Schema:
    """Return the revisions that the lifespan has read."""
    schema: Schema = request.app.state.schema
    return schema


SchemaDep = Annotated[Schema, Depends(get_schema)]


async def get_valkey(request: Request) -> Valkey | None:
    """Return the client that the lifespan created; None if none is configured."""
    valkey: Valkey | None = request.app.state.valkey
    return valkey


ValkeyDep = Annotated[Valkey | None, Depends(get_valkey)]
