"""Amounts of money: decimals in the API, whole cents in the database (REL-010)."""

import re
from decimal import Decimal
from typing import Annotated, override

from pydantic import AfterValidator, BeforeValidator, Field, WithJsonSchema
from sqlalchemy import BigInteger, Dialect, TypeDecorator

CENT = Decimal("0.01")
PRICE = re.compile(r"^(0|[1-9][0-9]{0,7})(\.[0-9]{1,2})?$")


class Money(TypeDecorator[Decimal]):
    """A decimal, stored as whole cents; SQLite would store a float."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Return the cents; ValueError for a fraction of one."""
        if value is None:
            return None
        cents = value / CENT
        if cents != int(cents):
            raise ValueError("an amount has two decimal places at most")
        return int(cents)

    @override
    def process_result_value(
        self, value: int | None, dialect: Dialect
    ) -> Decimal | None:
        """Return the amount with two decimal places."""
        return None if value is None else value * CENT


def require_plain_digits(value: object) -> object:
    """Refuse text that `Decimal` accepts but no person writes: `1e2`, `+1`, `1_0`."""
    if isinstance(value, str) and not PRICE.fullmatch(value):
        raise ValueError("an amount has one to eight digits and two decimal places")
    return value


def to_cents(amount: Decimal) -> Decimal:
    """Return the amount with two decimal places; adding 0 makes `-0` positive."""
    return amount.quantize(CENT) + 0


Amount = Annotated[Decimal, AfterValidator(to_cents)]
Price = Annotated[
    Decimal,
    Field(ge=0, max_digits=10, decimal_places=2),
    BeforeValidator(require_plain_digits),
    AfterValidator(to_cents),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "number", "minimum": 0},
                {"type": "string", "pattern": PRICE.pattern},
            ]
        }
    ),
]
