"""A router with its own prefix and tags."""

from fastapi import APIRouter, FastAPI

router = APIRouter(prefix="/articles", tags=["articles"])


@router.get("")
async def list_articles() -> list[str]:
    """Return the names of the articles."""
    return ["lamp"]


def create_app() -> FastAPI:
    """Return the app."""
    app = FastAPI(redirect_slashes=False)
    app.include_router(router)
    return app
