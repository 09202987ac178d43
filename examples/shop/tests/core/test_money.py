from decimal import Decimal

import pytest
from sqlalchemy.engine.default import DefaultDialect

from app.core.money import Money

DIALECT = DefaultDialect()


@pytest.mark.parametrize(
    ("amount", "cents"), [("4.50", 450), ("0.00", 0), ("-0.01", -1)]
)
def test_amount_is_stored_as_cents(amount: str, cents: int) -> None:
    money = Money()

    assert money.process_bind_param(Decimal(amount), DIALECT) == cents
    assert str(money.process_result_value(cents, DIALECT)) == amount


def test_null_stays_null() -> None:
    money = Money()

    assert money.process_bind_param(None, DIALECT) is None
    assert money.process_result_value(None, DIALECT) is None


def test_fraction_of_a_cent_is_refused() -> None:
    with pytest.raises(ValueError, match="two decimal places"):
        Money().process_bind_param(Decimal("0.001"), DIALECT)
