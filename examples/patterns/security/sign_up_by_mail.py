"""A sign-up that reveals only by mail whether an email has an account.

Every email gets the same response. The link in the mail proves that the user owns the
email, so they choose the password there, and the account is created then.
"""

from datetime import UTC, datetime, timedelta
from typing import Annotated

from fastapi import APIRouter, Depends, status
from jwt import PyJWT, PyJWTError
from pydantic import BaseModel, ConfigDict

from app.config import Settings, SettingsDep
from app.core.dependencies import SessionDep
from app.core.errors import UnprocessableError
from app.core.passwords import PasswordHasher
from app.outbox.dependencies import OutboxServiceDep
from app.outbox.schemas import Message
from app.outbox.service import OutboxService
from app.users.dependencies import PasswordHasherDep
from app.users.repository import UserRepository
from app.users.schemas import Email, FullName, NewPassword, UserCreate, UserRead
from app.users.service import UserService

ALGORITHM = "HS256"
MAIL = "sign_up_mail"


class SignUp(BaseModel):
    """A request for an account."""

    model_config = ConfigDict(extra="forbid")

    email: Email


class Accepted(BaseModel):
    """The response to every sign-up."""

    detail: str = "We have sent you a mail."


class Confirmation(BaseModel):
    """The code of the mail, and the data of the account."""

    model_config = ConfigDict(extra="forbid")

    code: str
    password: NewPassword
    full_name: FullName | None = None


class InvalidCodeError(UnprocessableError):
    """The code is invalid or expired."""

    code = "invalid_code"
    title = "Invalid code"

    def __init__(self) -> None:
        super().__init__("This code is invalid or expired. Sign up again.")


class SignUpCodes:
    """Signed codes that prove access to a mailbox; they expire after an hour."""

    def __init__(self, settings: Settings) -> None:
        self.key = next(iter(settings.signing_keys.values()))
        self.jwt = PyJWT({"require": ["aud", "sub", "exp"]})
        self.audience = f"{settings.jwt_issuer}/sign-up"  # no access token has it

    def issue(self, email: str) -> str:
        """Return a code for this email."""
        expires = datetime.now(UTC) + timedelta(hours=1)
        claims = {"aud": self.audience, "sub": email, "exp": expires}
        return self.jwt.encode(claims, self.key, ALGORITHM)

    def read(self, code: str) -> str:
        """Return the email; InvalidCodeError for any fault."""
        try:
            claims = self.jwt.decode(
                code, self.key, algorithms=[ALGORITHM], audience=self.audience
            )
        except PyJWTError as error:
            raise InvalidCodeError from error
        return str(claims["sub"])


class SignUpService:
    """Treats every email alike until the owner follows the link."""

    def __init__(
        self,
        users: UserService,
        passwords: PasswordHasher,
        outbox: OutboxService,
        codes: SignUpCodes,
    ) -> None:
        self.users = users
        self.passwords = passwords
        self.outbox = outbox
        self.codes = codes

    async def request_account(self, data: SignUp) -> Accepted:
        """Queue a mail; the worker decides which one."""
        await self.outbox.add(MAIL, {"email": data.email})
        return Accepted()

    async def confirm(self, data: Confirmation) -> UserRead:
        """Create the account; EmailTakenError if the code is used twice."""
        email = self.codes.read(data.code)
        account = UserCreate(
            email=email, password=data.password, full_name=data.full_name
        )
        return await self.users.register(account, self.passwords)


async def write_mail(
    message: Message, users: UserRepository, codes: SignUpCodes
) -> str:
    """Return the text that the worker sends; no table holds the code."""
    email: str = message.payload["email"]
    if await users.find_by_email(email):
        return "You have an account already. Forgotten the password? Ask for a new one."
    return f"Confirm your address: https://shop.example/confirm#{codes.issue(email)}"


async def get_sign_up_service(
    session: SessionDep,
    outbox: OutboxServiceDep,
    passwords: PasswordHasherDep,
    settings: SettingsDep,
) -> SignUpService:
    """Return the service in the request's unit of work."""
    users = UserService.on(session)
    return SignUpService(users, passwords, outbox, SignUpCodes(settings))


SignUpServiceDep = Annotated[SignUpService, Depends(get_sign_up_service)]
router = APIRouter(prefix="/sign-ups", tags=["users"])


@router.post("", status_code=status.HTTP_202_ACCEPTED)
async def request_account(data: SignUp, sign_ups: SignUpServiceDep) -> Accepted:
    """Request an account; the outcome comes by mail."""
    return await sign_ups.request_account(data)


@router.post("/confirm", status_code=status.HTTP_201_CREATED)
async def confirm_account(data: Confirmation, sign_ups: SignUpServiceDep) -> UserRead:
    """Create the account, with the code of the mail."""
    return await sign_ups.confirm(data)
