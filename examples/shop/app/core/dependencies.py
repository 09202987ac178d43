"""What routes get by annotation; no service or repository imports it (STR-002)."""

from collections.abc import AsyncGenerator
from typing import Annotated

from fastapi import Depends, Query, Request
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.cache import ResponseCache
from app.core.database import Database, read_session, unit_of_work
from app.core.pagination import CursorParams, PageParams
from app.core.schema import Schema
from app.core.tokens import AccessTokens
from app.core.valkey import Valkey

SAFE_METHODS = {"GET", "HEAD", "OPTIONS"}

PageQuery = Annotated[PageParams, Query()]
CursorQuery = Annotated[CursorParams, Query()]


async def get_database(request: Request) -> Database:
    """Return the database that the lifespan opened."""
    database: Database = request.app.state.database
    return database


DatabaseDep = Annotated[Database, Depends(get_database)]


async def get_session(
    request: Request, database: DatabaseDep
) -> AsyncGenerator[AsyncSession]:
    """Yield the request's session: a unit of work, or read-only for a safe method."""
    begin = read_session if request.method in SAFE_METHODS else unit_of_work
    async with begin(database) as session:
        yield session


# scope="function" commits before the response is sent. Without it the client gets a
# 201 first, and the commit can still fail.
SessionDep = Annotated[AsyncSession, Depends(get_session, scope="function")]


async def get_access_tokens(request: Request) -> AccessTokens:
    """Return the app's tokens, with the keys of its settings."""
    tokens: AccessTokens = request.app.state.tokens
    return tokens


AccessTokensDep = Annotated[AccessTokens, Depends(get_access_tokens)]


async def get_cache(request: Request) -> ResponseCache:
    """Return the cache that the lifespan created."""
    cache: ResponseCache = request.app.state.cache
    return cache


ResponseCacheDep = Annotated[ResponseCache, Depends(get_cache)]


async def get_valkey(request: Request) -> Valkey | None:
    """Return the client that the lifespan created; None if none is configured."""
    valkey: Valkey | None = request.app.state.valkey
    return valkey


ValkeyDep = Annotated[Valkey | None, Depends(get_valkey)]


async def get_schema(request: Request) -> Schema:
    """Return the revisions that the lifespan has read."""
    schema: Schema = request.app.state.schema
    return schema


SchemaDep = Annotated[Schema, Depends(get_schema)]
