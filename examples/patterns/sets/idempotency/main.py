"""A service in which a repeated payment is made once."""

import os
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI, Response, status
from pydantic import BaseModel
from sqlalchemy import make_url
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped

from app.core.database import Base, Database, DatabaseOptions, PrimaryKey, create_engine
from app.core.idempotency import IdempotencyDep
from app.core.problems import add_problem_handlers

ACCOUNT_ID = 1  # in its place, use the account that your authentication has verified

router = APIRouter()


class Payment(Base):
    """A payment that was made."""

    __tablename__ = "payments"

    id: Mapped[PrimaryKey]
    cents: Mapped[int]


class PaymentCreate(BaseModel):
    """A payment to make."""

    cents: int


class PaymentRead(PaymentCreate):
    """A payment, with its ID."""

    id: int


async def pay(session: AsyncSession, data: PaymentCreate) -> PaymentRead:
    """Store the payment."""
    payment = Payment(cents=data.cents)
    session.add(payment)
    await session.flush()
    return PaymentRead(id=payment.id, cents=payment.cents)


@router.post(
    "/payments", response_model=PaymentRead, status_code=status.HTTP_201_CREATED
)
async def create_payment(data: PaymentCreate, idempotency: IdempotencyDep) -> Response:
    """Pay once for each key of the account, in the session of the key."""
    return await idempotency.run(ACCOUNT_ID, lambda: pay(idempotency.session, data))


@asynccontextmanager
async def lifespan(app: FastAPI) -> AsyncGenerator[None]:
    """Open the engine, and close its connections at the end."""
    url = make_url(os.environ["DATABASE_URL"])
    app.state.database = Database(create_engine(url, DatabaseOptions()))
    yield
    await app.state.database.engine.dispose()


def create_app() -> FastAPI:
    """Return the app: `uvicorn --factory main:create_app`."""
    app = FastAPI(lifespan=lifespan)
    add_problem_handlers(app)
    app.include_router(router)
    return app
