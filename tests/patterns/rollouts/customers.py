"""Two versions of a service with customers, and the requests that both get."""

import asyncio
from collections import Counter
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager

from alembic.migration import MigrationContext
from alembic.operations import Operations
from fastapi import FastAPI
from httpx import ASGITransport, AsyncClient
from sqlalchemy import Connection

from app.core.database import Database
from app.core.dependencies import SessionDep
from patterns.rollouts import version_1, version_2

type Step = Callable[[Operations], None]

BEFORE, AFTER = "Ada", "Grace"
ENOUGH = 20  # requests of each version after each step
PATIENCE = 30  # seconds
type Customer = version_1.Customer | version_2.Customer

MODELS: dict[str, type[Customer]] = {
    "1": version_1.Customer,
    "2": version_2.Customer,
}


async def apply(database: Database, step: Step) -> None:
    """Run one migration in a transaction."""

    def migrate(connection: Connection) -> None:
        step(Operations(MigrationContext.configure(connection)))

    async with database.engine.begin() as connection:
        await connection.run_sync(migrate)


def create_app(version: str, database: Database) -> FastAPI:
    """Return one version of the service."""
    model = MODELS[version]
    app = FastAPI()
    app.state.database = database

    @app.post("/customers", status_code=201)
    async def create(name: str, session: SessionDep) -> int:
        customer = model(name=name)
        session.add(customer)
        await session.flush()
        return customer.id

    @app.put("/customers/{customer_id}", status_code=204)
    async def rename(customer_id: int, name: str, session: SessionDep) -> None:
        customer: Customer = await session.get_one(model, customer_id)
        customer.name = name

    @app.get("/customers/{customer_id}")
    async def read(customer_id: int, session: SessionDep) -> str:
        customer: Customer = await session.get_one(model, customer_id)
        return customer.name

    return app


class Traffic:
    """Sends requests to both versions, and counts those that fail."""

    def __init__(self, database: Database) -> None:
        self.clients = {
            version: AsyncClient(
                transport=ASGITransport(
                    create_app(version, database), raise_app_exceptions=False
                ),
                base_url="http://test",
            )
            for version in MODELS
        }
        self.sent = Counter[str]()
        self.failed = Counter[str]()
        self.stale = 0

    async def send(self, version: str, method: str, path: str, name: str = "") -> str:
        """Send one request; return the body."""
        params = {"name": name} if name else {}
        answer = await self.clients[version].request(method, path, params=params)
        self.sent[version] += 1
        self.failed[version] += answer.is_error
        return answer.text

    async def exchange(self, writer: str, other: str) -> None:
        """Create a customer with one version, rename it with the other one."""
        created = await self.send(writer, "POST", "/customers", BEFORE)
        path = f"/customers/{created}"
        await self.send(other, "PUT", path, AFTER)
        self.stale += await self.send(writer, "GET", path) != f'"{AFTER}"'

    async def repeat(self, writer: str, other: str, stop: asyncio.Event) -> None:
        """Exchange until the event is set."""
        while not stop.is_set():
            await self.exchange(writer, other)

    @asynccontextmanager
    async def between(self, *versions: str) -> AsyncGenerator[None]:
        """Let each version write for each other, as long as the block runs."""
        stop = asyncio.Event()
        async with asyncio.TaskGroup() as tasks:
            for writer in versions:
                for other in versions:
                    tasks.create_task(self.repeat(writer, other, stop))
            try:
                yield
            finally:
                stop.set()

    async def go_on(self, *versions: str) -> None:
        """Wait until each of these versions got enough further requests."""
        goal = {version: self.sent[version] + ENOUGH for version in versions}
        for _ in range(PATIENCE * 100):
            if all(self.sent[version] >= goal[version] for version in versions):
                return
            await asyncio.sleep(0.01)
        raise TimeoutError
