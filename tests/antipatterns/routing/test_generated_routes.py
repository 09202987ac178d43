"""Which requests an app accepts for invoices."""

from collections.abc import Awaitable, Callable

from fastapi import FastAPI
from httpx import Request, Response

from antipatterns.routing import generated_routes as wrong
from patterns.routing import explicit_routes as right

Ask = Callable[[FastAPI, Request], Awaitable[Response]]
URL = "http://test/invoices"


async def assert_first_is_readable(app: FastAPI, ask: Ask) -> None:
    """Read the list and the first invoice."""
    assert (await ask(app, Request("GET", URL))).json() == ["12 lamps"]
    assert (await ask(app, Request("GET", f"{URL}/1"))).json() == "12 lamps"


async def test_generated_route_deletes_an_invoice(
    ask: Ask, measured: Callable[[str], None]
) -> None:
    invoices = {1: "12 lamps"}
    app = wrong.create_app(invoices)
    await assert_first_is_readable(app, ask)

    response = await ask(app, Request("DELETE", f"{URL}/1"))

    assert (response.status_code, invoices) == (204, {})
    measured(
        f"`DELETE /invoices/1` without a login was answered {response.status_code},"
        f" and {len(invoices)} of 1 invoice was left."
    )


async def test_invoice_without_a_delete_route_stays(ask: Ask) -> None:
    invoices = {1: "12 lamps"}
    app = right.create_app(invoices)
    await assert_first_is_readable(app, ask)

    response = await ask(app, Request("DELETE", f"{URL}/1"))

    assert (response.status_code, invoices) == (405, {1: "12 lamps"})
