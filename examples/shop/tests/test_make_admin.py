import runpy
import sys

import pytest
from accounts import account
from anyio import to_thread
from sqlalchemy import select

from app import make_admin
from app.config import Settings
from app.core.database import Database, unit_of_work
from app.users.models import Role, User


@pytest.fixture
def _environment(monkeypatch: pytest.MonkeyPatch, settings: Settings) -> None:
    url = settings.database_url.render_as_string(hide_password=False)
    monkeypatch.setenv("APP_DATABASE_URL", url)


async def roles(database: Database) -> list[Role]:
    async with database.sessions() as session:
        return list(await session.scalars(select(User.role).order_by(User.id)))


async def run(monkeypatch: pytest.MonkeyPatch, *arguments: str) -> None:
    """Run the command in a thread, where it opens an event loop of its own."""
    monkeypatch.setattr(sys, "argv", ["make_admin", *arguments])
    await to_thread.run_sync(make_admin.main)


@pytest.mark.usefixtures("_environment")
async def test_known_account_becomes_an_admin(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    committing_database: Database,
) -> None:
    async with unit_of_work(committing_database) as session:
        session.add_all([account("ada@example.com"), account("grace@example.com")])

    await run(monkeypatch, "Ada@Example.com")

    assert "ada@example.com is an admin now." in capsys.readouterr().out
    assert await roles(committing_database) == [Role.ADMIN, Role.CUSTOMER]


@pytest.mark.usefixtures("_environment")
async def test_unknown_account_exits_with_its_email(
    monkeypatch: pytest.MonkeyPatch, committing_database: Database
) -> None:
    with pytest.raises(SystemExit, match=r"There is no user ada@example\.com"):
        await run(monkeypatch, "ada@example.com")

    assert await roles(committing_database) == []


def test_command_without_an_email_exits_with_its_usage(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delitem(sys.modules, "app.make_admin")  # else runpy warns
    monkeypatch.setattr(sys, "argv", ["make_admin"])

    with pytest.raises(SystemExit, match="2"):
        runpy.run_module("app.make_admin", run_name="__main__")

    assert "usage: python -m app.make_admin" in capsys.readouterr().err
