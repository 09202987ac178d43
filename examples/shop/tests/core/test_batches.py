import pytest
from accounts import account, login_of
from sqlalchemy import func, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.batches import delete_batch
from app.sessions.models import AuthSession


@pytest.mark.parametrize("settings", ["postgresql"], indirect=True)
async def test_batch_keeps_its_limit_whatever_the_plan(session: AsyncSession) -> None:
    """A nested loop would run a subquery with LIMIT once for each row."""
    ada = account("ada@example.com")
    session.add(ada)
    await session.flush()
    session.add_all([login_of(ada) for _ in range(5)])
    await session.flush()
    for other in ("hashjoin", "mergejoin", "hashagg", "sort", "material"):
        await session.execute(text(f"SET LOCAL enable_{other} = off"))

    deleted = await delete_batch(
        session, AuthSession, AuthSession.user_id == ada.id, AuthSession.id, limit=2
    )

    assert deleted == 2
    assert await session.scalar(select(func.count(AuthSession.id))) == 3
