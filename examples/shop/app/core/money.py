"""Amounts of money: exact decimals in the API, whole cents in the database."""

from decimal import Decimal
from typing import Annotated, override

from pydantic import AfterValidator, Field
from sqlalchemy import BigInteger, Dialect, TypeDecorator

CENT = Decimal("0.01")


class Money(TypeDecorator[Decimal]):
    """A decimal, stored as cents: SQLite would make a float of it."""

    impl = BigInteger
    cache_ok = True

    @override
    def process_bind_param(self, value: Decimal | None, dialect: Dialect) -> int | None:
        """Store cents; a fraction of one is a mistake of the caller."""
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
        """Return the amount with its two places."""
        return None if value is None else value * CENT


def to_cents(amount: Decimal) -> Decimal:
    """Write two places, as the database will."""
    return amount.quantize(CENT)


Price = Annotated[
    Decimal, Field(ge=0, max_digits=10, decimal_places=2), AfterValidator(to_cents)
]
