# /// bad
# ast-grep = ["STR-011"]
# harm = "tests/antipatterns/structure/test_prefix_at_include.py::test_router_cannot_be_included_alone"
# right = "examples/patterns/structure/prefix_on_router.py"
# ///
"""A router whose prefix is set at `include_router`."""

from fastapi import APIRouter, FastAPI

router = APIRouter()


@router.get("")
async def list_articles() -> list[str]:
    """Return the names of the articles."""
    return ["lamp"]


def create_app() -> FastAPI:
    """Return the app."""
    app = FastAPI()
    app.include_router(router, prefix="/articles", tags=["articles"])
    return app
