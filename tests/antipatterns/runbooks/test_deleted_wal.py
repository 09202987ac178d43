"""What is left of PostgreSQL after its write-ahead log has filled the disk."""

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from logged_process import StartError, wait_until
from servers import PostgresqlServer, postgresql_server

from tests.patterns.runbooks.full_disk import copied, fill_disk_of_wal, psql

type Shown = Callable[[str], str]

WRONG = "examples/antipatterns/runbooks/deleted_wal.sh"
RIGHT = "examples/patterns/runbooks/full_disk.sh"
ORDERS = 1000
STORE = "INSERT INTO orders VALUES (0)"
PANIC = "PANIC:  "
LOGGED = ("terminated by signal", "automatic recovery")


@pytest.fixture(scope="module")
def stopped() -> Iterator[PostgresqlServer]:
    """Yield a server with orders that crashed on a full disk, until it was stopped."""
    with postgresql_server() as server:
        psql(server, f"CREATE TABLE orders AS SELECT generate_series(1, {ORDERS}) id")
        fill_disk_of_wal(server)
        psql(server, "SELECT pg_switch_wal()")
        psql(server, STORE)
        wait_until(lambda: server.log.count(PANIC) > 1, "PostgreSQL to crash again")
        server.end(signal.SIGQUIT)
        yield server


def crash_of(server: PostgresqlServer) -> str:
    """Return the lines of the log from the first crash to the second one."""
    _, first, second, *_ = server.log.split(PANIC)
    again = second.splitlines()[0]
    shown = [PANIC + line for line in (first.splitlines()[0], again)]
    told = [
        line.partition("] ")[2]
        for line in first.splitlines()
        if any(word in line for word in LOGGED)
    ]
    return "\n".join([shown[0], *told, shown[1]])


def wal_files(server: PostgresqlServer) -> list[Path]:
    """Return the files of the write-ahead log."""
    return [*(server.folder / "data/pg_wal").glob("0*")]


def run(server: PostgresqlServer, script: str) -> None:
    """Run a script on the disk of the server."""
    environment = {**os.environ, "DISK": str(server.folder)}
    command = ["sh", "-euc", script]
    subprocess.run(command, env=environment, check=True)


def test_server_without_its_wal_does_not_start(
    stopped: PostgresqlServer, shown: Shown, measured: Callable[[str], None]
) -> None:
    with copied(stopped) as server:
        before = len(wal_files(server))
        run(server, f"{shown(WRONG)}\nfree_space")
        left = len(wal_files(server))
        with pytest.raises(StartError) as caught:
            server.start()

    assert "could not locate a valid checkpoint record" in str(caught.value)
    assert left == 0
    measured(
        f"The script deleted {before - left} files of the write-ahead log. PostgreSQL "
        "did not start again: it could not locate a valid checkpoint record."
    )


def test_server_with_free_space_starts_with_every_order(
    stopped: PostgresqlServer,
    shown: Shown,
    record_property: Callable[[str, object], None],
) -> None:
    functions = "\n".join(
        shown(f"{RIGHT}::{name}") for name in ("keep_reserve", "free_space")
    )
    with copied(stopped) as server:
        reserve = server.folder / "reserve"
        run(server, f"{functions}\nkeep_reserve 64K")
        kept = reserve.stat().st_size
        run(server, f"{functions}\nfree_space")
        assert (kept, reserve.exists()) == (64 * 2**10, False)
        [full] = [file for file in wal_files(server) if file.is_symlink()]
        full.unlink()  # now the server can write its next file
        server.start()
        psql(server, STORE)
        stored = psql(server, "SELECT count(*) FROM orders")

    assert stored == str(ORDERS + 1)
    record_property("shown:log", crash_of(stopped))
