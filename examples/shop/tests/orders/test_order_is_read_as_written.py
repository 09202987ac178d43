from decimal import Decimal

import pytest
from accounts import SignIn
from placing import ORDERS, place
from sqlalchemy.ext.asyncio import AsyncSession

from app.items.models import Item


@pytest.mark.parametrize("price", ["0.00", "0.01", "99999999.99"])
async def test_order_is_read_as_written(
    sign_in: SignIn, session: AsyncSession, price: str
) -> None:
    item = Item(name="Tea", price=Decimal(price), stock=5)
    session.add(item)
    await session.commit()
    ada = await sign_in()

    placed = await place(ada, "one", (item.id, 2))
    path = f"{ORDERS}/{placed.json()['id']}"
    read = await ada.get(path)
    cancelled = await ada.post(f"{path}/cancel")
    read_again = await ada.get(path)

    assert placed.json()["total"] == str(2 * Decimal(price))
    assert read.content == placed.content
    assert read_again.content == cancelled.content
    assert (await ada.get(ORDERS)).json()["items"] == [cancelled.json()]
