"""The app."""

from fastapi import FastAPI, Request, status
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncEngine

from patterns.layouts.by_domain.core.errors import NotFoundError
from patterns.layouts.by_domain.items.router import router as items
from patterns.layouts.by_domain.users.router import router as users


async def on_not_found(_: Request, __: Exception) -> JSONResponse:
    """Answer 404 where a service found no row."""
    return JSONResponse({"code": "not_found"}, status.HTTP_404_NOT_FOUND)


def create_app(engine: AsyncEngine) -> FastAPI:
    """Build the app on a database that has its tables."""
    app = FastAPI()
    app.state.engine = engine
    app.add_exception_handler(NotFoundError, on_not_found)
    app.include_router(users, prefix="/api/v1")
    app.include_router(items, prefix="/api/v1")
    return app
