# /// bad
# harm = "tests/antipatterns/background/test_batch_in_one_transaction.py::test_one_bad_row_leaves_all_without_invoice"
# right = "examples/patterns/background/batch_by_item.py"
# ///
"""A monthly job whose rows share one transaction."""

from sqlalchemy import select

from app.core.database import Database, unit_of_work
from patterns.background.batch_by_item import Customer, Invoice, price_of


async def create_invoices(database: Database) -> None:
    """Store an invoice for each customer."""
    async with unit_of_work(database) as session:
        for customer in await session.scalars(select(Customer)):
            cents = price_of(customer.plan)
            session.add(Invoice(customer_id=customer.id, cents=cents))
