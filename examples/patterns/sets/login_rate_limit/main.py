"""A service that limits login attempts per account and per client IP."""

import os
from hmac import compare_digest

from fastapi import APIRouter, FastAPI, status
from limits import RateLimitItemPerMinute
from pydantic import BaseModel, Field, SecretStr

from app.core.errors import AuthenticationError
from app.core.problems import add_problem_handlers
from app.core.rate_limits import LoginRateLimitDep, RateLimiter, RateLimits

LIMITS = RateLimits(
    requests=RateLimitItemPerMinute(1200),
    sign_up=RateLimitItemPerMinute(10),
    login=RateLimitItemPerMinute(10, 15),
    login_account=RateLimitItemPerMinute(100, 15),
    login_ip=RateLimitItemPerMinute(100, 15),
)

router = APIRouter()


class Credentials(BaseModel):
    """What a client logs in with."""

    email: str = Field(max_length=254)
    password: SecretStr = Field(max_length=128)


@router.post("/login", status_code=status.HTTP_204_NO_CONTENT)
async def log_in(data: Credentials, login_limit: LoginRateLimitDep) -> None:
    """Count the attempt before the password is compared."""
    await login_limit.check(data.email.lower())
    password = os.environ["DEMO_PASSWORD"]  # your accounts take the place of this
    given = data.password.get_secret_value()
    if not compare_digest(given.encode(), password.encode()):
        raise AuthenticationError("Email or password is wrong.")


def create_app() -> FastAPI:
    """Return the app: `uvicorn --factory main:create_app`."""
    app = FastAPI()
    app.state.rate_limits = LIMITS
    app.state.rate_limiter = RateLimiter(os.environ["RATE_LIMIT_KEY"].encode())
    add_problem_handlers(app)
    app.include_router(router)
    return app
