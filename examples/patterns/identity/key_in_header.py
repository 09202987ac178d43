"""An API key in a header."""

from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.security import APIKeyHeader

ApiKey = Annotated[str, Depends(APIKeyHeader(name="X-API-Key"))]

router = APIRouter()


@router.get("/reports")
async def list_reports(api_key: ApiKey) -> int:
    """Return how many characters the key has."""
    return len(api_key)
