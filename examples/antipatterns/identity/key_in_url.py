# /// bad
# ast-grep = ["IDP-009"]
# harm = "tests/antipatterns/identity/test_key_in_url.py::test_access_log_contains_the_key"
# right = "examples/patterns/identity/key_in_header.py"
# ///
"""An API key in the query string."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import APIKeyQuery

ApiKey = Annotated[str, Depends(APIKeyQuery(name="api_key"))]

router = APIRouter()


@router.get("/reports")
async def list_reports(api_key: ApiKey) -> int:
    """Return how many characters the key has."""
    return len(api_key)
