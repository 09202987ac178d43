"""Access for operators, who share one token."""

from hmac import compare_digest
from typing import Annotated

from fastapi import Depends, HTTPException, Request, status
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

Bearer = Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]


async def require_operator(request: Request, bearer: Bearer) -> None:
    """Refuse a request without the operators' token."""
    expected: bytes = request.app.state.operator_token
    if not compare_digest(bearer.credentials.encode(), expected):
        raise HTTPException(status.HTTP_403_FORBIDDEN)
