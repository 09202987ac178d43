"""Serve the handbook to its author, and prove again what an edit touches."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import NoReturn

from watchfiles import watch

from handbook.common.errors import HandbookError
from handbook.common.files import ROOT
from handbook.common.settings import PREVIEW
from handbook.proof import fresh, store
from handbook.proof.scope import scope

_PROOF = (sys.executable, "-m", "handbook", "prove")
_WATCHED = ("examples", "tests/patterns", "tests/antipatterns", "docs")

_PREVIEW = {PREVIEW: "1", "NO_MKDOCS_2_WARNING": "1"}


def serve(port: int, root: Path = ROOT) -> int:
    """Prove, build and serve until interrupted; return the exit code.

    An edited example is marked as not proven at once; it is proven again as soon as
    its tests have passed.

    Raises HandbookError where the port is taken.
    """
    signal.signal(signal.SIGTERM, _end)
    _check_free(port)
    if code := subprocess.run(_PROOF, cwd=root, check=False).returncode:
        return code
    with _site(port, root) as server:
        for changes in _edits(root, server):
            print(f"Proving again: {', '.join(changes)}", flush=True)
            subprocess.run(_PROOF, cwd=root, check=False)
    return server.returncode


def _end(number: int, _: FrameType | None) -> NoReturn:
    """Leave as after an interrupt: by default SIGTERM would leave the server alone."""
    sys.exit(128 + number)


def _check_free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError) as error:
            raise HandbookError(
                f"port {port} can't be used: {error}",
                fix="choose another: uvx nox -s serve -- --port N",
            ) from error


@contextmanager
def _site(port: int, root: Path) -> Iterator[subprocess.Popen[bytes]]:
    proof = str(root / store.PROOF_FILE)
    command = [sys.executable, "-m", "mkdocs", "serve", "--livereload"]
    command += ["--dev-addr", f"127.0.0.1:{port}", "--watch", proof]
    server = subprocess.Popen(command, cwd=root, env=os.environ | _PREVIEW)
    try:
        yield server
    finally:
        server.terminate()
        server.wait()


def _edits(root: Path, server: subprocess.Popen[bytes]) -> Iterator[Iterable[str]]:
    folders = [root / name for name in _WATCHED if (root / name).is_dir()]
    unproven = Unproven(root)
    for _ in watch(*folders, yield_on_timeout=True, raise_interrupt=False):
        if server.poll() is not None:
            return
        if changed := unproven.next():
            yield changed


class Unproven:
    """Knows which files to prove again: a state that failed is tried once.

    A state is the files that differ from the proof and when each was written, so that
    saving one of them again, even as it was, tries again.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tried: dict[str, int] = {}

    def next(self) -> list[str]:
        """Return the files to prove again; none where this state was tried before."""
        state = {path: _written(self._root / path) for path in _differing(self._root)}
        if state == self._tried:
            return []
        self._tried = state
        return list(state)


def _differing(root: Path) -> Iterable[str]:
    try:
        return fresh.changes(store.load(root), root)
    except HandbookError:
        return [store.PROOF_FILE, *scope(root)]


def _written(file: Path) -> int:
    return file.stat().st_mtime_ns if file.exists() else 0
