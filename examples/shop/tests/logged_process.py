"""A program in a process of its own, whose output explains a failed start."""

import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

START_SECONDS = 30
LAST_LINES = 20


class StartError(Exception):
    """A program failed to start; the message ends with its last lines of output."""

    def __init__(self, reason: str, output: str) -> None:
        last_lines = output.splitlines()[-LAST_LINES:]
        super().__init__("\n".join([reason, *last_lines]))


def free_port() -> int:
    """Return a port of 127.0.0.1 on which nothing listens at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(is_done: Callable[[], bool], goal: str) -> None:
    """Poll until it is done; TimeoutError after `START_SECONDS`."""
    deadline = time.monotonic() + START_SECONDS
    while not is_done():
        if time.monotonic() > deadline:
            raise TimeoutError(goal)
        time.sleep(0.02)


@dataclass
class LoggedProcess:
    """A process that writes its output to a file."""

    log_file: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process ID; RuntimeError when it is not running."""
        if self.process is None:
            raise RuntimeError("not running")
        return self.process.pid

    @property
    def log(self) -> str:
        """The output so far."""
        return self.log_file.read_text(errors="replace")

    def launch(
        self,
        command: Sequence[str | Path],
        *,
        folder: Path,
        user: int | None = None,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        """Start the program; it is ready some time later."""
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                command,
                cwd=folder,
                user=user,
                env=environment,
                stdout=log,
                stderr=log,
            )

    def wait_until_ready(self, is_ready: Callable[[], bool], name: str) -> None:
        """Poll until it is ready; StartError when it ends first or takes too long."""

        def is_over() -> bool:
            return is_ready() or self.has_ended()

        try:
            wait_until(is_over, name)
        except TimeoutError as error:
            reason = f"{name} is not ready after {START_SECONDS} s"
            raise StartError(reason, self.log) from error
        if not is_ready():
            raise StartError(f"{name} ended before it was ready", self.log)

    def has_ended(self) -> bool:
        """Return whether the process has exited or was never started."""
        return self.process is None or self.process.poll() is not None

    def end(self, signal: int) -> int:
        """Send a signal; return the exit status, 0 for a process that never ran."""
        if self.process is None:
            return 0
        process, self.process = self.process, None
        process.send_signal(signal)
        return process.wait(START_SECONDS)


@contextmanager
def frozen(pid: int) -> Generator[None]:
    """Suspend a process: its connections stay open and nothing answers."""
    os.kill(pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(pid, signal.SIGCONT)
