import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

SECONDS = 30
SERVE = """
import signal
import sys
from pathlib import Path
from handbook import serve

# A shell starts what runs in its background with SIGINT ignored.
signal.signal(signal.SIGINT, signal.default_int_handler)
serve._PROOF = (sys.executable, "-c", "")  # the proof of this repository is made up
serve.serve(int(sys.argv[1]), Path.cwd())
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def answers(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), timeout=1):
        return True
    return False


def wait_until_it_answers(port: int) -> None:
    deadline = time.monotonic() + SECONDS
    while not answers(port):
        assert time.monotonic() < deadline, "the preview does not start"
        time.sleep(0.1)


@pytest.fixture
def preview(repository: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """Yield the command's process and its port; end all that it leaves."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(port)],
        cwd=repository,
        env=os.environ | {"PYTHONPATH": str(repository)},
        start_new_session=True,
    )
    yield process, port
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_ended_preview_leaves_no_server(
    preview: tuple[subprocess.Popen[bytes], int], number: signal.Signals
) -> None:
    process, port = preview
    wait_until_it_answers(port)

    process.send_signal(number)
    process.wait(SECONDS)

    assert not answers(port)
