# /// bad
# harm = "tests/antipatterns/scaling/test_tickets_in_memory.py::test_other_process_refuses_the_tickets"
# right = "examples/patterns/scaling/download_tickets.py"
# ///
"""Single-use download tickets in the memory of one process."""

import secrets


class Tickets:
    """Issues tickets, and redeems each of them once."""

    def __init__(self) -> None:
        self._paths: dict[str, str] = {}

    async def issue(self, path: str) -> str:
        """Return a ticket for a file."""
        ticket = secrets.token_urlsafe()
        self._paths[ticket] = path
        return ticket

    async def redeem(self, ticket: str) -> str | None:
        """Return the file, None for a ticket that is unknown or used."""
        return self._paths.pop(ticket, None)
