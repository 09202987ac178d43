# /// bad
# harm = "tests/antipatterns/security/test_open_redirect.py::test_link_to_the_shop_leads_elsewhere"
# right = "examples/patterns/security/own_redirect.py"
# ///
"""A redirect to any address that the link names."""

from fastapi import APIRouter
from fastapi.responses import RedirectResponse

router = APIRouter()


@router.get("/welcome")
async def welcome(target: str = "/") -> RedirectResponse:
    """Return to the page that the user came from."""
    return RedirectResponse(target)
