"""Connections that are left open after one of two has failed."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from antipatterns.lifespan import closed_one_by_one as wrong
from patterns.lifespan import exit_stack as right

type Create = Callable[[right.Connect], FastAPI]


@dataclass
class Network:
    """Opens connections, and notes which are open and the order of what happens."""

    fails_to_open: str = ""
    fails_to_close: str = ""
    open: list[str] = field(default_factory=list[str])
    events: list[str] = field(default_factory=list[str])

    async def connect(self, name: str) -> "NamedConnection":
        """Open a connection of this name."""
        if name == self.fails_to_open:
            raise ConnectionError(name)
        self.open.append(name)
        self.events.append(f"open {name}")
        return NamedConnection(name, self)


@dataclass
class NamedConnection:
    """A connection that may fail to close."""

    name: str
    network: Network

    async def aclose(self) -> None:
        """Close it."""
        self.network.events.append(f"close {self.name}")
        self.network.open.remove(self.name)
        if self.name == self.network.fails_to_close:
            raise ConnectionError(self.name)


async def run(create_app: Create, network: Network) -> None:
    """Start and stop the app; one of its connections fails."""
    with pytest.raises(ConnectionError, match="broker"):
        async with LifespanManager(create_app(network.connect)):
            assert network.open == ["database", "broker"]


async def test_failed_start_leaves_a_connection_open(
    measured: Callable[[str], None],
) -> None:
    at_start, at_end = Network(fails_to_open="broker"), Network(fails_to_close="broker")

    await run(wrong.create_app, at_start)
    await run(wrong.create_app, at_end)

    normal = Network()
    async with LifespanManager(wrong.create_app(normal.connect)):
        pass
    assert normal.open == []
    assert at_start.open == at_end.open == ["database"]
    measured(
        f"The broker failed to connect, and {len(at_start.open)} of 1 open connection "
        "was never closed."
    )


async def test_every_connection_is_closed_in_reverse_order() -> None:
    for network in (Network(fails_to_open="broker"), Network(fails_to_close="broker")):
        await run(right.create_app, network)
        assert network.open == []

    network = Network()
    async with LifespanManager(right.create_app(network.connect)):
        pass
    assert network.events[2:] == ["close broker", "close database"]
