"""A service that issues access tokens and verifies them."""

import os
from datetime import timedelta
from hmac import compare_digest
from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request
from fastapi.security import HTTPBasic, HTTPBasicCredentials, OAuth2PasswordBearer

from app.core.errors import AuthenticationError
from app.core.problems import add_problem_handlers
from app.core.tokens import AccessToken, AccessTokens

LIFETIME = timedelta(minutes=30)

router = APIRouter()
Basic = Annotated[HTTPBasicCredentials, Depends(HTTPBasic())]
Bearer = Annotated[
    str | None, Depends(OAuth2PasswordBearer(tokenUrl="token", auto_error=False))
]


async def get_tokens(request: Request) -> AccessTokens:
    """Return the tokens of this app."""
    tokens: AccessTokens = request.app.state.tokens
    return tokens


TokensDep = Annotated[AccessTokens, Depends(get_tokens)]


async def get_current_token(bearer: Bearer, tokens: TokensDep) -> AccessToken:
    """Verify the token; InvalidTokenError whatever is wrong with it."""
    if bearer is None:
        raise AuthenticationError
    return tokens.read(bearer)


CurrentToken = Annotated[AccessToken, Depends(get_current_token)]


@router.post("/token")
async def create_token(given: Basic, tokens: TokensDep) -> str:
    """Issue a token; your table of accounts and sessions takes the place of this."""
    password = os.environ["DEMO_PASSWORD"]
    if not compare_digest(given.password.encode(), password.encode()):
        raise AuthenticationError("Name or password is wrong.")
    return tokens.issue(AccessToken(user_id=1, session_id=1))


@router.get("/me")
async def read_user_id(token: CurrentToken) -> int:
    """Return the ID of the authenticated user."""
    return token.user_id


def create_app() -> FastAPI:
    """Return the app: `uvicorn --factory main:create_app`."""
    app = FastAPI()
    keys = {"2026-11": os.environ["JWT_KEY"].encode()}
    address = "https://shop.example"
    app.state.tokens = AccessTokens(keys, address, f"{address}/api", LIFETIME)
    add_problem_handlers(app)
    app.include_router(router)
    return app
