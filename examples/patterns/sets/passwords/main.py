"""A service that hashes passwords outside the event loop, a few at a time."""

from typing import Annotated

from fastapi import APIRouter, Depends, FastAPI, Request, status
from pwdlib import PasswordHash
from pydantic import BaseModel, Field, SecretStr

from app.core.errors import AuthenticationError, ConflictError, UnprocessableError
from app.core.passwords import PasswordHasher
from app.core.problems import add_problem_handlers

CONCURRENCY = 2  # hashes at once; each takes 64 MiB
MAX_WAITING = 32  # one more gets a 503

router = APIRouter()


class Credentials(BaseModel):
    """What a client logs in with."""

    email: str = Field(max_length=254)
    password: SecretStr = Field(min_length=15, max_length=128)


async def get_passwords(request: Request) -> PasswordHasher:
    """Return the hasher of this process."""
    passwords: PasswordHasher = request.app.state.passwords
    return passwords


async def get_accounts(request: Request) -> dict[str, str]:
    """Return the hash of each email; your table of accounts takes its place."""
    accounts: dict[str, str] = request.app.state.accounts
    return accounts


PasswordsDep = Annotated[PasswordHasher, Depends(get_passwords)]
AccountsDep = Annotated[dict[str, str], Depends(get_accounts)]


@router.post("/accounts", status_code=status.HTTP_204_NO_CONTENT)
async def sign_up(
    data: Credentials, passwords: PasswordsDep, accounts: AccountsDep
) -> None:
    """Store the hash of a password that is hard to guess."""
    password = data.password.get_secret_value()
    if await passwords.is_guessable(password, data.email):
        raise UnprocessableError("The password is easy to guess.")
    hashed = await passwords.hash(password)
    if accounts.setdefault(data.email, hashed) != hashed:
        raise ConflictError("The email is taken.")


@router.post("/login", status_code=status.HTTP_204_NO_CONTENT)
async def log_in(
    data: Credentials, passwords: PasswordsDep, accounts: AccountsDep
) -> None:
    """Verify the password; an unknown email takes as long as a wrong password."""
    known = accounts.get(data.email)
    matches, _ = await passwords.verify(data.password.get_secret_value(), known)
    if not matches:
        raise AuthenticationError("Email or password is wrong.")


def create_app() -> FastAPI:
    """Return the app: `uvicorn --factory main:create_app`."""
    app = FastAPI()
    app.state.accounts = {}
    app.state.passwords = PasswordHasher(
        PasswordHash.recommended(), CONCURRENCY, MAX_WAITING
    )
    add_problem_handlers(app)
    app.include_router(router)
    return app
