import socket

import pytest

from handbook.common.errors import HandbookError
from handbook.serve import serve


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
