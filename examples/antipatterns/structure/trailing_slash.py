# /// bad
# ast-grep = ["STR-012"]
# harm = "tests/antipatterns/structure/test_trailing_slash.py::test_redirect_leads_to_requested_host"
# right = "examples/patterns/structure/prefix_on_router.py"
# ///
"""A collection path that ends in a slash."""

from fastapi import APIRouter, FastAPI

router = APIRouter(prefix="/articles", tags=["articles"])


@router.get("/")
async def list_articles() -> list[str]:
    """Return the names of the articles."""
    return ["lamp"]


def create_app() -> FastAPI:
    """Return the app."""
    app = FastAPI()
    app.include_router(router)
    return app
