"""The command of the cache, run by a real Valkey."""

import socket
from collections.abc import Callable, Generator
from pathlib import Path
from typing import override

import pytest
from servers import VALKEY, ValkeyServer

from tests.patterns.compose.compose_file import FILE, read_config

type Shown = Callable[[str], str]


class Cache(ValkeyServer):
    """A Valkey with the arguments of the Compose file."""

    arguments: list[str]

    @override
    def start(self) -> None:
        """Start it and wait until it answers."""
        [program] = VALKEY.glob("*/valkey*")
        address = ["--bind", "127.0.0.1", "--port", str(self.port)]
        command = [str(program), *self.arguments, *address]
        self.launch(command, folder=self.log_file.parent)
        self.wait_until_ready(self.answers, "Valkey")


@pytest.fixture
def cache(shown: Shown, tmp_path: Path) -> Generator[Cache]:
    service = read_config(shown(FILE))["services"]["valkey"]
    server = Cache(tmp_path / "server.log")
    program, *server.arguments = service["command"]
    assert program == "valkey-server"
    try:
        server.start()
        yield server
    finally:
        server.stop()


def test_cache_evicts_before_the_limit_of_its_container(cache: Cache) -> None:
    with socket.create_connection(("127.0.0.1", cache.port), 5) as connection:
        connection.sendall(b"CONFIG GET maxmemory*\r\nCONFIG GET save\r\nQUIT\r\n")
        answer = connection.makefile("rb").read().decode()

    words = [line for line in answer.split("\r\n") if line[:1] not in {"*", "$"}]
    found = dict(zip(words[::2], words[1::2], strict=False))
    assert found["maxmemory"] == "67108864"
    assert found["maxmemory-policy"] == "allkeys-lru"
    assert found["save"] == ""
