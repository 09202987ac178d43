"""An app that opens and closes two connections, before and after the conversion."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest
from asgi_lifespan import LifespanManager
from fastapi import FastAPI

from antipatterns.migrating import startup_events as before
from patterns.migrating import lifespan as after

type Build = Callable[["Network"], FastAPI]


@dataclass
class Network:
    """Opens connections, and notes what happens to them."""

    fails_to_open: str = ""
    events: list[str] = field(default_factory=list[str])
    left_open: list[str] = field(default_factory=list[str])

    async def connect(self, name: str) -> "NamedConnection":
        """Open a connection of this name."""
        if name == self.fails_to_open:
            raise ConnectionError(name)
        self.events.append(f"open {name}")
        self.left_open.append(name)
        return NamedConnection(name, self)


@dataclass
class NamedConnection:
    """An open connection."""

    name: str
    network: Network

    async def aclose(self) -> None:
        """Close it."""
        self.network.events.append(f"close {self.name}")
        self.network.left_open.remove(self.name)


def build_before(network: Network) -> FastAPI:
    """Return the app with two handlers, each of which FastAPI reports."""
    with pytest.warns(DeprecationWarning, match="on_event is deprecated"):
        return before.create_app(network.connect)


def build_after(network: Network) -> FastAPI:
    """Return the app with a lifespan function."""
    return after.create_app(network.connect)


async def start(app: FastAPI) -> None:
    """Start an app whose broker can't be reached."""
    with pytest.raises(ConnectionError, match="broker"):
        async with LifespanManager(app):
            pass


@pytest.mark.parametrize("build", [build_before, build_after])
async def test_connections_are_opened_and_closed_in_reverse(build: Build) -> None:
    network = Network()

    async with LifespanManager(build(network)):
        opened = list(network.events)

    assert opened == ["open database", "open broker"]
    assert network.events[2:] == ["close broker", "close database"]


async def test_failed_startup_handler_leaves_a_connection_open(
    measured: Callable[[str], None],
) -> None:
    network = Network(fails_to_open="broker")

    await start(build_before(network))

    assert network.left_open == ["database"]
    measured(
        "The broker failed to connect at startup, and the app left open: "
        f"{', '.join(network.left_open)}."
    )


async def test_failed_start_closes_what_is_open() -> None:
    network = Network(fails_to_open="broker")

    await start(build_after(network))

    assert network.left_open == []
