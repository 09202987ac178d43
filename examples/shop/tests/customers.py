"""Customers who use the shop and go on whatever they are answered."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from accounts import CORRECT_HORSE
from httpx import AsyncClient, Response
from placing import place

ADA = "ada@example.com"
PATIENCE = 60.0
READS = ["/api/v1/items", "/api/v1/orders", "/api/v1/dashboard"]


@dataclass(frozen=True)
class Answer:
    """A response to one kind of request, and the phase in which that was sent."""

    kind: str
    phase: str
    response: Response


@dataclass
class Customers:
    """What they have asked and been answered so far."""

    tea: int
    phase: str = "before"
    answers: list[Answer] = field(default_factory=list[Answer])
    keys: Iterator[int] = field(default_factory=count)
    placed: list[str] = field(default_factory=list[str])
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    async def ask(self, kind: str, request: Awaitable[Response]) -> Response:
        """Note the answer; the client's own time limit is what a hanging one fails."""
        phase = self.phase
        response = await request
        self.answers.append(Answer(kind, phase, response))
        self.answered.set()
        return response

    async def read(self, client: AsyncClient) -> None:
        """Read one page after the other."""
        while not self.is_over:
            for path in READS:
                await self.ask(path, client.get(path))
            await asyncio.sleep(0.02)

    async def buy(self, client: AsyncClient) -> None:
        """Place one order after the other, each under a key of its own."""
        while not self.is_over:
            key = str(next(self.keys))
            self.placed.append(key)
            await self.ask("order", place(client, key, (self.tea, 1)))
            await asyncio.sleep(0.02)

    async def log_in(self, client: AsyncClient) -> None:
        """Log in, now and then: a password takes its time."""
        form = {"grant_type": "password", "username": ADA, "password": CORRECT_HORSE}
        while not self.is_over:
            await self.ask("login", client.post("/api/v1/auth/token", data=form))
            await asyncio.sleep(0.3)

    async def reach(self, phase: str, is_answer: Callable[[Response], bool]) -> None:
        """Go over to a phase; wait until each kind has been answered so in it."""
        self.phase = phase
        async with asyncio.timeout(PATIENCE):
            while len(self.kinds(phase, is_answer)) < len(READS) + 2:
                self.answered.clear()
                await self.answered.wait()

    def kinds(self, phase: str, is_answer: Callable[[Response], bool]) -> set[str]:
        """Return which kinds of requests have been answered so."""
        return {
            answer.kind
            for answer in self.answers
            if answer.phase == phase and is_answer(answer.response)
        }

    def unlike(
        self, is_answer: Callable[[Response], bool], *phases: str
    ) -> list[tuple[str, str, str]]:
        """Return the answers that were not so, in these phases or in any."""
        return [
            (answer.kind, answer.phase, answer.response.text)
            for answer in self.answers
            if not is_answer(answer.response) and (answer.phase in phases or not phases)
        ]


def is_success(response: Response) -> bool:
    """Tell whether the request did what it was for."""
    return response.is_success


def is_unavailable(response: Response) -> bool:
    """Tell whether this is the problem that is documented."""
    return (
        response.status_code == 503
        and response.headers["content-type"] == "application/problem+json"
        and response.json()["code"] == "database_unavailable"
        and int(response.headers["retry-after"]) > 0
    )


@asynccontextmanager
async def customers_of(
    clients: list[AsyncClient], tea: int
) -> AsyncGenerator[Customers]:
    """Let them read, buy and log in; no request is left when the block ends."""
    customers = Customers(tea)
    async with asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(customers.read(client))
            group.create_task(customers.buy(client))
        group.create_task(customers.log_in(clients[0]))
        yield customers
        customers.is_over = True
