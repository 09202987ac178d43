"""An export of three rows whose database fails after two."""

from collections.abc import AsyncIterator, Awaitable, Callable
from types import ModuleType

from fastapi import FastAPI
from httpx import Request, Response
from structlog.testing import capture_logs

from antipatterns.streaming import silent_end as wrong
from patterns.streaming import error_event as right
from tests.antipatterns.logs.loggers import fresh_loggers

type Ask = Callable[[FastAPI, Request], Awaitable[Response]]
ROWS = 3


class Rows:
    """Yields rows; fails before the last one, if told so."""

    def __init__(self, *, fails: bool) -> None:
        self.fails = fails

    async def steps(self, import_id: int) -> AsyncIterator[int]:
        """Yield the rows."""
        for row in range(import_id, ROWS + 1):
            if self.fails and row == ROWS:
                raise ConnectionError
            yield row


async def read_export(
    example: ModuleType, ask: Ask, *, fails: bool
) -> tuple[int, list[str]]:
    """Return the status and the names of the events."""
    app = FastAPI()
    app.state.source = Rows(fails=fails)
    app.include_router(example.router)
    with fresh_loggers(example), capture_logs() as entries:
        response = await ask(app, Request("GET", "http://shop/export"))
    assert len(entries) == fails
    lines = response.text.splitlines()
    names = [line.removeprefix("event: ") for line in lines if line.startswith("event")]
    return response.status_code, names


async def test_failed_export_looks_complete(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    status, names = await read_export(wrong, ask, fails=True)

    assert (status, names) == (200, ["row", "row"])
    measured(
        f"An export of {ROWS} rows ended with status {status} after {len(names)} rows, "
        "and nothing told the client."
    )


async def test_failed_export_ends_with_an_error(ask: Ask) -> None:
    status, names = await read_export(right, ask, fails=True)

    assert (status, names) == (200, ["row", "row", "error"])


async def test_complete_export_ends_with_done(ask: Ask) -> None:
    names = (await read_export(right, ask, fails=False))[1]

    assert names == ["row", "row", "row", "done"]
    assert (await read_export(wrong, ask, fails=False))[1] == ["row", "row", "row"]
