"""An app that authenticates like the shop, for the examples about authorization."""

from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
from accounts import SignIn, access_token_of
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import MetaData

from app.config import Settings
from app.core.database import Base, Database
from app.core.problems import add_problem_handlers
from app.core.rate_limits import RateLimiter
from app.main import create_access_tokens, create_rate_limits
from app.models import load_models
from app.users.models import Role


@pytest.fixture
async def app(
    database: Database, create_tables: Callable[[MetaData], Awaitable[None]]
) -> FastAPI:
    """Return an app without routes, on a database without rows."""
    load_models()
    await create_tables(Base.metadata)
    settings = Settings()
    app = FastAPI()
    add_problem_handlers(app)
    app.state.settings = settings
    app.state.database = database
    app.state.tokens = create_access_tokens(settings)
    app.state.rate_limits = create_rate_limits(settings)
    app.state.rate_limiter = RateLimiter(
        next(iter(settings.signing_keys.values())), None
    )
    return app


@pytest.fixture
async def sign_in(app: FastAPI) -> AsyncGenerator[SignIn]:
    """Yield a function that returns an account's client; it creates the account."""
    async with AsyncExitStack() as stack:

        async def sign_in(
            email: str = "ada@example.com", role: Role = Role.CUSTOMER
        ) -> AsyncClient:
            verified = await access_token_of(app.state.database, email, role)
            token = app.state.tokens.issue(verified)
            return await stack.enter_async_context(
                AsyncClient(
                    transport=ASGITransport(app),
                    base_url="http://test",
                    headers={"Authorization": f"Bearer {token}"},
                )
            )

        yield sign_in
