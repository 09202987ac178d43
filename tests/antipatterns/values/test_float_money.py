"""A bill of 1.00 that is paid in ten parts."""

from collections.abc import Awaitable, Callable
from decimal import Decimal

import pytest
from fastapi import APIRouter, FastAPI
from httpx import Request, Response
from sqlalchemy import MetaData

from antipatterns.values import float_money as wrong
from app.core.database import Database, unit_of_work
from patterns.values import decimal_money as right

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
type CreateTables = Callable[[MetaData], Awaitable[None]]

URL = "http://shop/bills/1/payments"


@pytest.fixture
def app(database: Database) -> FastAPI:
    """Return an app without routes."""
    app = FastAPI()
    app.state.database = database
    return app


async def pay_ten_times(app: FastAPI, ask: Ask, router: APIRouter) -> object:
    """Pay 0.10 ten times; return whether the bill is paid then."""
    app.include_router(router)
    payments = [Request("POST", URL, json={"amount": "0.10"}) for _ in range(10)]
    responses = [await ask(app, payment) for payment in payments]
    return responses[-1].json()


async def test_ten_payments_leave_the_bill_unpaid(
    app: FastAPI,
    ask: Ask,
    database: Database,
    create_tables: CreateTables,
    measured: Callable[[str], None],
) -> None:
    await create_tables(wrong.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(wrong.Bill(id=1, amount=1.0, paid=0.0))

    is_paid = await pay_ten_times(app, ask, wrong.router)

    assert is_paid is False
    async with database.sessions() as session:
        bill = await session.get_one(wrong.Bill, 1)
    measured(f"Ten payments of 0.10 left a bill of 1.00 unpaid: {bill.paid} was paid.")
    assert bill.paid < 1


async def test_infinite_payment_is_refused(
    app: FastAPI, ask: Ask, database: Database, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(right.Bill(id=1, amount=Decimal(1), paid=Decimal(0)))
    app.include_router(right.router)

    response = await ask(app, Request("POST", URL, json={"amount": "inf"}))

    assert response.status_code == 422


async def test_ten_decimal_payments_pay_the_bill(
    app: FastAPI, ask: Ask, database: Database, create_tables: CreateTables
) -> None:
    await create_tables(right.Base.metadata)
    async with unit_of_work(database) as session:
        session.add(right.Bill(id=1, amount=Decimal(1), paid=Decimal(0)))

    assert await pay_ten_times(app, ask, right.router) is True
