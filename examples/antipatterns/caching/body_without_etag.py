# /// bad
# harm = "tests/antipatterns/caching/test_body_without_etag.py::test_each_poll_downloads_the_list_again"
# right = "examples/shop/app/core/preconditions.py"
# ///
"""A list that clients poll, without an entity tag."""

from fastapi import APIRouter, Request
from pydantic import BaseModel


class Catalogue(BaseModel):
    """All titles, with a version that each change increments."""

    version: int
    titles: list[str]


router = APIRouter()


@router.get("/catalogue")
async def read_catalogue(request: Request) -> Catalogue:
    """Return the whole list."""
    catalogue: Catalogue = request.app.state.catalogue
    return catalogue
