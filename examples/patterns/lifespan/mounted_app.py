"""A mounted app whose lifespan its parent runs."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Request


@asynccontextmanager
async def open_reports(app: FastAPI) -> AsyncGenerator[None]:
    """Open what the reports need."""
    app.state.reports = ["sales"]
    yield
    app.state.reports.clear()


router = APIRouter()


@router.get("/")
async def list_reports(request: Request) -> list[str]:
    """List the reports."""
    names: list[str] = request.app.state.reports
    return names


def create_app() -> FastAPI:
    """Return an app that mounts the app of the reports."""
    reports = FastAPI(lifespan=open_reports)
    reports.include_router(router)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        async with reports.router.lifespan_context(reports):
            yield

    app = FastAPI(lifespan=lifespan)
    app.mount("/reports", reports)
    return app
