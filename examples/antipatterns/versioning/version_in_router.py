# /// bad
# ast-grep = ["VER-001"]
# harm = "tests/antipatterns/versioning/test_version_in_router.py::test_shared_router_has_both_versions_in_its_path"
# right = "examples/patterns/versioning/version_prefix.py"
# ///
"""A router that contains the version of the API."""

from fastapi import APIRouter, FastAPI

articles = APIRouter(prefix="/api/v1/articles", tags=["articles"])


@articles.get("")
async def list_articles() -> list[str]:
    """Return the names of the articles."""
    return ["lamp"]


def create_app() -> FastAPI:
    """Return an app with two versions, which share the router of articles."""
    app = FastAPI()
    app.include_router(articles)
    app.include_router(articles, prefix="/api/v2")
    return app
