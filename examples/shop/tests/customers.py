"""Clients that read, sign up and log in, and go on whatever they are answered."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count

from accounts import CORRECT_HORSE
from httpx import AsyncClient, Response

ADA = "ada@example.com"
PATIENCE = 60.0
READS = ["/api/v1/users/me", "/api/v1/auth/sessions"]


@dataclass(frozen=True)
class Answer:
    """A response to one kind of request, and the phase in which that was sent."""

    kind: str
    phase: str
    response: Response


async def sign_up(client: AsyncClient, email: str) -> Response:
    """Create an account: 201, or 409 if the email has one."""
    body = {"email": email, "password": CORRECT_HORSE}
    return await client.post("/api/v1/users", json=body)


@dataclass
class Customers:
    """The requests so far and their answers."""

    phase: str = "before"
    answers: list[Answer] = field(default_factory=list[Answer])
    numbers: Iterator[int] = field(default_factory=count)
    sent: list[str] = field(default_factory=list[str])
    acknowledged: set[str] = field(default_factory=set[str])
    answered: asyncio.Event = field(default_factory=asyncio.Event)
    is_over: bool = False

    async def ask(self, kind: str, request: Awaitable[Response]) -> Response:
        """Note the answer; a request that hangs fails by the client's own timeout."""
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

    async def sign_up(self, client: AsyncClient) -> None:
        """Create one account after the other, each with an email of its own."""
        while not self.is_over:
            email = f"customer{next(self.numbers)}@example.com"
            self.sent.append(email)
            response = await self.ask("sign-up", sign_up(client, email))
            if response.is_success:
                self.acknowledged.add(email)
            await asyncio.sleep(0.1)

    async def log_in(self, client: AsyncClient) -> None:
        """Log in, now and then: hashing is expensive."""
        form = {"grant_type": "password", "username": ADA, "password": CORRECT_HORSE}
        while not self.is_over:
            await self.ask("login", client.post("/api/v1/auth/token", data=form))
            await asyncio.sleep(0.3)

    async def reach(self, phase: str, is_answer: Callable[[Response], bool]) -> None:
        """Start a phase; wait until each kind of request has such an answer in it."""
        self.phase = phase
        async with asyncio.timeout(PATIENCE):
            while len(self.kinds(phase, is_answer)) < len(READS) + 2:
                self.answered.clear()
                await self.answered.wait()

    def kinds(self, phase: str, is_answer: Callable[[Response], bool]) -> set[str]:
        """Return which kinds of requests have such an answer in the phase."""
        return {
            answer.kind
            for answer in self.answers
            if answer.phase == phase and is_answer(answer.response)
        }

    def unlike(
        self, is_answer: Callable[[Response], bool], *phases: str
    ) -> list[tuple[str, str, str]]:
        """Return the other answers, of these phases or of all."""
        return [
            (answer.kind, answer.phase, answer.response.text)
            for answer in self.answers
            if not is_answer(answer.response) and (answer.phase in phases or not phases)
        ]


def is_success(response: Response) -> bool:
    """Return whether the request succeeded."""
    return response.is_success


def is_unavailable(response: Response) -> bool:
    """Return whether this is the documented 503."""
    return (
        response.status_code == 503
        and response.headers["content-type"] == "application/problem+json"
        and response.json()["code"] == "database_unavailable"
        and int(response.headers["retry-after"]) > 0
    )


@asynccontextmanager
async def customers_of(
    clients: list[AsyncClient],
) -> AsyncGenerator[Customers]:
    """Read, sign up and log in; every request is answered when the block ends."""
    customers = Customers()
    async with asyncio.TaskGroup() as group:
        for client in clients:
            group.create_task(customers.read(client))
            group.create_task(customers.sign_up(client))
        group.create_task(customers.log_in(clients[0]))
        yield customers
        customers.is_over = True
