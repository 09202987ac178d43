"""A redirect to paths of this site only."""

from typing import Annotated

from fastapi import APIRouter, Query
from fastapi.responses import RedirectResponse

# One slash, then a letter or digit: browsers read `//host` and `/\host` as a host.
OwnPath = Annotated[
    str, Query(pattern=r"^/([A-Za-z0-9][A-Za-z0-9/._?=&-]*)?$", max_length=500)
]

router = APIRouter()


@router.get("/welcome")
async def welcome(target: OwnPath = "/") -> RedirectResponse:
    """Return to the page that the user came from."""
    return RedirectResponse(target)
