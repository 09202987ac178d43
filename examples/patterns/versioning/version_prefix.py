"""The version of the API in one place, outside the routers."""

from fastapi import APIRouter, FastAPI

articles = APIRouter(prefix="/articles", tags=["articles"])


@articles.get("")
async def list_articles() -> list[str]:
    """Return the names of the articles."""
    return ["lamp"]


def create_app() -> FastAPI:
    """Return an app with two versions, which share the router of articles."""
    app = FastAPI()
    for version in ("v1", "v2"):
        app.include_router(articles, prefix=f"/api/{version}")
    return app
