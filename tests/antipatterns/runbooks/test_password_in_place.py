"""Requests while the password of the database changes."""

from collections.abc import Callable, Iterator

import pytest
from anyio import to_thread
from servers import PostgresqlServer

from tests.patterns.runbooks.logins import (
    ITEMS,
    NEW,
    OLD,
    Logins,
    fleet_of,
    only_old_login,
    shop_with_passwords,
    start,
)

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/runbooks/password_in_place.sh"
RIGHT = "examples/patterns/runbooks/password_rotation.sh"
FUNCTIONS = ("sql", "add_login", "count_sessions", "remove_login")


@pytest.fixture(scope="module")
def shop(postgresql: PostgresqlServer) -> Iterator[Logins]:
    with shop_with_passwords(postgresql) as logins:
        yield logins


@pytest.fixture
def logins(shop: Logins) -> Iterator[Logins]:
    """Yield the shop with the login of the month before."""
    with only_old_login(shop.server):
        yield shop


@pytest.fixture
def runbook(shown: Shown) -> str:
    return "\n".join(shown(f"{RIGHT}::{name}") for name in FUNCTIONS)


async def statuses_after(logins: Logins, script: str) -> list[int]:
    """Change the password; return the status on a new and on a pooled connection."""
    process = await start(logins.settings(OLD))
    async with process.database.engine.connect():  # another request has the pooled one
        done = await to_thread.run_sync(logins.run, script, NEW)
        assert done.returncode == 0, done.stderr
        first = await process.client.get(ITEMS)
    second = await process.client.get(ITEMS)
    await process.end()
    return [first.status_code, second.status_code]


async def test_new_connections_fail_until_the_restart(
    logins: Logins, shown: Shown, measured: Callable[[str], None]
) -> None:
    script = f"{shown(WRONG)}\nchange_password {OLD}"

    statuses = await statuses_after(logins, script)

    assert statuses == [503, 200]
    measured(
        f"A request on a pooled connection still got a {statuses[1]}. A request that "
        f"needed a new connection got a {statuses[0]}."
    )


async def test_second_login_leaves_the_first_one_as_it_is(
    logins: Logins, runbook: str
) -> None:
    assert await statuses_after(logins, f"{runbook}\nadd_login {NEW}") == [200, 200]


async def test_rotation_under_load_fails_no_request(
    logins: Logins,
    runbook: str,
    record_property: Callable[[str, object], None],
) -> None:
    async def run(step: str) -> str:
        script = f"{runbook}\n{step}"
        done = await to_thread.run_sync(logins.run, script, NEW)
        return done.stdout.strip() or str(done.returncode)

    async with fleet_of(2, logins.settings(OLD)) as fleet:
        added = await run(f"add_login {NEW}")
        too_early = await run(f"remove_login {OLD}")
        await fleet.restart(logins.settings(NEW))
        left = await run(f"count_sessions {OLD}")
        removed = await run(f"remove_login {OLD}")
        await fleet.serve_on()

    assert (added, too_early, left, removed) == ("0", "1", "0", "0")
    assert set(fleet.statuses) == {200, 201}
    steps = [
        f"add_login {NEW}",
        "restart both processes, one after the other",
        f"count_sessions {OLD}: {left}",
        f"remove_login {OLD}",
    ]
    lines = [f"{number}. {step}" for number, step in enumerate(steps, 1)]
    failed = sum(count for code, count in fleet.statuses.items() if code >= 400)
    record_property("shown:steps", "\n".join([*lines, f"failed requests: {failed}"]))
