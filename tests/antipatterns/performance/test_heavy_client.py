"""How much memory it takes to import a client, in a process of its own."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import resources
from logged_process import free_port
from pydantic import SecretStr
from servers import valkey_server
from valkey.asyncio import Valkey

from antipatterns.performance import heavy_client as wrong
from app.config import Settings
from app.core.valkey import create_valkey, ping

WEIGH = """
import sys
from importlib import import_module
from resources import resident_bytes
before = resident_bytes()
import_module(sys.argv[1])
print(resident_bytes() - before)
"""


def imported_bytes(module: str) -> int:
    """Return what an import adds to the memory of a new process."""
    weighed = subprocess.run(
        [sys.executable, "-c", WEIGH, module],
        cwd=Path(resources.__file__).parent,
        check=True,
        capture_output=True,
        text=True,
    )
    return int(weighed.stdout)


def test_client_of_another_server_weighs_more(measured: Callable[[str], None]) -> None:
    client = wrong.create_valkey("127.0.0.1", free_port())

    heavy = imported_bytes(type(client).__module__)
    light = imported_bytes(Valkey.__module__)

    assert heavy > 1.5 * light
    measured(f"To import it takes {heavy / light:.1f} times the memory.")


async def test_client_of_valkey_does_the_same() -> None:
    with valkey_server() as server:
        client = create_valkey(Settings(valkey_url=SecretStr(server.url)))
        assert client

        await ping(client)
        await client.aclose()
