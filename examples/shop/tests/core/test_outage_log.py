"""The log of an outage names its reason and stays short."""

import pytest
from sqlalchemy import make_url

from app.core import availability
from app.core.availability import OutageLog
from app.core.database import Database, DatabaseOptions, create_engine, read_session
from app.core.errors import DatabaseUnavailableError

EVENT = "'event': 'database_unavailable'"
NOWHERE = make_url("postgresql+asyncpg://app@127.0.0.1:1/postgres")


def test_outage_log_writes_one_line_per_interval(
    caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = 100.0
    monkeypatch.setattr(availability, "monotonic", lambda: now)
    outages = OutageLog()

    for _ in range(1000):
        outages.write(ConnectionRefusedError("refused"))
    assert caplog.text.count(EVENT) == 1

    now += availability.LOG_INTERVAL
    outages.write(ConnectionRefusedError("refused"))
    assert caplog.text.count(EVENT) == 2
    assert "'failures': 1000" in caplog.text


async def test_outage_log_names_the_reason(caplog: pytest.LogCaptureFixture) -> None:
    engine = create_engine(NOWHERE, DatabaseOptions())

    with pytest.raises(DatabaseUnavailableError):
        async with read_session(Database(engine)) as session:
            await session.connection()

    assert "ConnectionRefusedError" in caplog.text
    assert "Connect call failed" in caplog.text
