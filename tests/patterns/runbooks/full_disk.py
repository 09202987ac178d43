"""A disk of PostgreSQL that is full: the kernel refuses each write with ENOSPC.

A small file system would need the right to mount one. Linux refuses every write to
`/dev/full` with the same error, so a file of the server becomes a link to it.
"""

import os
import subprocess
import tempfile
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from servers import PostgresqlServer, folder_for

FULL = Path("/dev/full")
SEGMENT_BYTES = 16 * 2**20  # of a file of the write-ahead log


@contextmanager
def full_disk(file: Path) -> Generator[None]:
    """Refuse every write to a file of the server that it has not opened yet."""
    kept = file.with_name(f"{file.name}.kept")
    file.rename(kept)
    file.symlink_to(FULL)
    try:
        yield
    finally:
        file.unlink()
        kept.rename(file)


def psql(
    server: PostgresqlServer,
    query: str,
    database: str = "postgres",
    options: Sequence[str] = ("--tuples-only", "--no-align"),
) -> str:
    """Run a query; return its output, and what the server says of a failure."""
    url = f"postgresql://app@127.0.0.1:{server.port}/{database}"
    command = [server.program("psql"), "--no-psqlrc", "--quiet", *options, url]
    done = subprocess.run(
        [*command, "--command", query], capture_output=True, text=True, check=False
    )
    return done.stdout.rstrip() or done.stderr


def fill_disk_of_wal(server: PostgresqlServer) -> Path:
    """Let every write to the next file of the write-ahead log fail; return it."""
    query = f"SELECT pg_walfile_name(pg_current_wal_lsn() + {SEGMENT_BYTES})"
    file = server.folder / "data/pg_wal" / psql(server, query)
    file.unlink(missing_ok=True)
    file.symlink_to(FULL)
    return file


@contextmanager
def copied(server: PostgresqlServer) -> Generator[PostgresqlServer]:
    """Yield a stopped server with a copy of the data."""
    with tempfile.TemporaryDirectory(dir=folder_for(server.user)) as name:
        folder = Path(name)
        if server.user is not None:
            os.chown(folder, server.user, -1)
        copy = PostgresqlServer(
            folder / "server.log",
            folder=folder,
            programs=server.programs,
            user=server.user,
        )
        assert copy.run("cp", "-a", str(server.folder / "data"), str(folder)) == 0
        try:
            yield copy
        finally:
            copy.stop()
