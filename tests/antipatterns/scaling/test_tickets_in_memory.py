"""Tickets of one process that another process redeems."""

from collections.abc import Callable
from typing import Protocol

from servers import valkey_server

from antipatterns.scaling import tickets_in_memory as wrong
from app.core.valkey import create_valkey
from patterns.scaling import download_tickets as right

DOWNLOADS = 10
PATH = "reports/2026-11.pdf"


class Tickets(Protocol):
    """What both processes have."""

    async def issue(self, path: str) -> str:
        """Return a ticket for a file."""
        ...

    async def redeem(self, ticket: str) -> str | None:
        """Return the file of a valid ticket."""
        ...


async def count_refused(first: Tickets, second: Tickets) -> int:
    """Issue each ticket in one process, redeem it in the other one."""
    tickets = [await first.issue(PATH) for _ in range(DOWNLOADS)]
    found = [await second.redeem(ticket) for ticket in tickets]
    return found.count(None)


async def test_other_process_refuses_the_tickets(
    measured: Callable[[str], None],
) -> None:
    refused = await count_refused(wrong.Tickets(), wrong.Tickets())

    assert refused == DOWNLOADS
    measured(
        f"One process issued {DOWNLOADS} tickets, and the load balancer sent the "
        f"downloads to another one. It refused {refused} of them."
    )


async def test_one_process_redeems_its_own_tickets() -> None:
    tickets = wrong.Tickets()

    assert await count_refused(tickets, tickets) == 0


async def test_other_process_redeems_tickets_of_the_shared_store_once() -> None:
    with valkey_server() as server:
        clients = [create_valkey(server.url, timeout=5) for _ in range(2)]
        first, second = [right.Tickets(client.client) for client in clients]
        refused = await count_refused(first, second)
        ticket = await first.issue(PATH)
        redeemed = [await one.redeem(ticket) for one in (second, first)]
        for client in clients:
            await client.aclose()

    assert (refused, redeemed) == (0, [PATH, None])
