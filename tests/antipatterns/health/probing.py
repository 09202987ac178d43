"""Replicas of a small app, and the probes that a platform sends them."""

from collections.abc import AsyncGenerator, Generator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager

import httpx
from fastapi import APIRouter, FastAPI
from logged_process import free_port
from servers import http_server
from sqlalchemy import make_url

from app.config import Settings
from app.core.problems import add_problem_handlers
from app.main import open_connections

REPLICAS = 3


def without_database() -> Settings:
    """Return settings with a PostgreSQL server that has been stopped."""
    url = f"postgresql+asyncpg://app@127.0.0.1:{free_port()}/shop"
    return Settings(database_url=make_url(url))


def service(router: APIRouter, settings: Settings) -> FastAPI:
    """Return an app with these probes, on the connections of the shop."""

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
        async with AsyncExitStack() as opened:
            await open_connections(app, settings, opened)
            yield

    app = FastAPI(lifespan=lifespan)
    app.state.settings = settings
    add_problem_handlers(app)
    app.include_router(router)
    return app


@contextmanager
def replicas(router: APIRouter, settings: Settings) -> Generator[list[str]]:
    """Serve the app several times; yield the addresses."""
    with ExitStack() as stack:
        yield [
            stack.enter_context(http_server(service(router, settings)))
            for _ in range(REPLICAS)
        ]


def probe(addresses: list[str], path: str) -> list[int]:
    """Return the status with which each replica answers the probe."""
    return [httpx.get(f"{address}{path}").status_code for address in addresses]
