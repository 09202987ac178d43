"""A load generator in its own process: plans on stdin, outcomes on stdout.

A client that parsed HTTP in full would take the CPU that the server needs; this one
reads the status and the length, and counts whatever is not as expected.
"""

import asyncio
import sys
from collections.abc import Iterator
from time import perf_counter
from typing import override

from pydantic import BaseModel

NUMBER = b"{number}"
END_OF_HEAD = b"\r\n\r\n"
LENGTH = b"content-length:"


class Plan(BaseModel):
    """The request to send, how often, and over how many persistent connections.

    `{number}` in the request is replaced by a number that grows from `first`. Each
    connection pauses for so many seconds between an answer and its next request.
    """

    port: int
    request: str
    status: int
    connections: int
    requests: int
    first: int = 0
    pause: float = 0


class Outcome(BaseModel):
    """The latency of each response and the total time, in seconds."""

    seconds: float
    latencies: list[float]


class UnexpectedAnswerError(Exception):
    """A server returned another status, or closed the connection."""


class Connection(asyncio.Protocol):
    """Sends the next request as soon as the response has arrived."""

    def __init__(self, plan: Plan, numbers: Iterator[int], outcome: Outcome) -> None:
        self.template = plan.request.encode()
        self.expected = str(plan.status).encode()
        self.pause = plan.pause
        self.numbers = numbers
        self.outcome = outcome
        self.received = b""
        self.began = 0.0
        self.done: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    @override
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        if isinstance(transport, asyncio.Transport):
            self.transport = transport

    def ask(self) -> None:
        """Send the next request, if any is left."""
        number = next(self.numbers, None)
        if number is None:
            self.finish()
            return
        self.began = perf_counter()
        self.transport.write(self.template.replace(NUMBER, str(number).encode()))

    @override
    def data_received(self, data: bytes) -> None:
        self.received += data
        if not is_whole(self.received):
            return
        self.outcome.latencies.append(perf_counter() - self.began)
        if self.received[9:12] != self.expected:
            self.finish(UnexpectedAnswerError(self.received.decode()))
            return
        self.received = b""
        if self.pause:
            asyncio.get_running_loop().call_later(self.pause, self.ask)
        else:
            self.ask()

    @override
    def connection_lost(self, exc: Exception | None) -> None:
        self.finish(UnexpectedAnswerError("the server closed the connection"))

    def finish(self, fault: Exception | None = None) -> None:
        """Finish this connection, with its error if it has one."""
        if self.done.done():
            return
        if fault:
            self.done.set_exception(fault)
        else:
            self.done.set_result(None)


def is_whole(received: bytes) -> bool:
    """Return whether a response is complete."""
    end = received.find(END_OF_HEAD)
    if end < 0:
        return False
    head = received[:end].lower()
    at = head.find(LENGTH)
    length = int(head[at + len(LENGTH) :].partition(b"\r\n")[0]) if at >= 0 else 0
    return len(received) == end + len(END_OF_HEAD) + length


async def carry_out(plan: Plan) -> Outcome:
    """Run the plan; UnexpectedAnswerError for an unexpected response."""
    outcome = Outcome(seconds=0, latencies=[])
    numbers = iter(range(plan.first, plan.first + plan.requests))
    loop = asyncio.get_running_loop()
    opened = [
        await loop.create_connection(
            lambda: Connection(plan, numbers, outcome), "127.0.0.1", plan.port
        )
        for _ in range(plan.connections)
    ]
    began = perf_counter()
    for _, connection in opened:
        connection.ask()
    await asyncio.gather(*(connection.done for _, connection in opened))
    outcome.seconds = perf_counter() - began
    for transport, _ in opened:
        transport.close()
    return outcome


def main() -> None:
    """Run one plan per line of stdin."""
    with asyncio.Runner() as runner:
        for line in sys.stdin:
            outcome = runner.run(carry_out(Plan.model_validate_json(line)))
            sys.stdout.write(f"{outcome.model_dump_json()}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
