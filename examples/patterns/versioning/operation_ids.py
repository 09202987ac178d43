"""Operation IDs that stay when a path changes."""

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute


def operation_id(route: APIRoute) -> str:
    """Return the first tag and the name of the function."""
    return f"{route.tags[0]}-{route.name}"


def create_app(router: APIRouter, path: str) -> FastAPI:
    """Return an app with the routes below a path."""
    app = FastAPI(generate_unique_id_function=operation_id)
    app.include_router(router, prefix=path)
    return app
