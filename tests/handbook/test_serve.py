import os
import socket
from pathlib import Path

import pytest

from handbook.common.errors import HandbookError
from handbook.serve import Unproven, serve


def test_taken_port_is_refused_before_anything_runs() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(HandbookError, match=f"port {port} can't be used"):
            serve(port)


def test_port_beyond_the_last_is_refused() -> None:
    with pytest.raises(HandbookError, match="port 70000 can't be used"):
        serve(70_000)


def test_state_that_failed_is_not_proven_again(project: Path) -> None:
    unproven = Unproven(project)
    (project / "tests/patterns/test_sums.py").write_text("def test_it(): assert 0")

    assert unproven.next() == ["tests/patterns/test_sums.py"]
    assert unproven.next() == []


def test_state_without_a_proof_is_proven_once(project: Path) -> None:
    unproven = Unproven(project)
    (project / "build/proof.json").unlink()

    assert "build/proof.json" in unproven.next()
    assert unproven.next() == []


def test_next_edit_after_a_failure_is_proven(project: Path) -> None:
    unproven = Unproven(project)
    file = project / "examples/patterns/sums.py"
    file.write_text("LIMIT = 1\n")
    unproven.next()

    file.write_text("LIMIT = 2\n")
    os.utime(file, ns=(1, 1))

    assert unproven.next() == ["examples/patterns/sums.py"]


def test_file_without_suffix_is_proven(project: Path) -> None:
    (project / "examples/patterns/Dockerfile").write_text("FROM scratch\n")

    assert Unproven(project).next() == ["examples/patterns/Dockerfile"]
