"""Names that a convention changes, and those that it leaves."""

import pytest
from sqlalchemy import CheckConstraint, Column, Integer, MetaData, Table
from sqlalchemy.schema import CreateTable
from sqlalchemy.sql.naming import conv

from app.core.database import NAMING_CONVENTION


@pytest.mark.parametrize(
    ("name", "created"), [("weight", "ck_parcels_weight"), (conv("weight"), "weight")]
)
def test_conv_keeps_the_name_of_a_check_constraint(name: str, created: str) -> None:
    metadata = MetaData(naming_convention=NAMING_CONVENTION)
    check = CheckConstraint("grams > 0", name=name)
    table = Table("parcels", metadata, Column("grams", Integer), check)

    assert f"CONSTRAINT {created} CHECK" in str(CreateTable(table))
