"""What an API documents of the names in its code."""

from collections.abc import Callable

from fastapi import APIRouter, FastAPI

from antipatterns.naming import mixed_case_names as wrong
from patterns.naming import pep8_names as right


def documented(router: APIRouter) -> tuple[str, str]:
    """Return the summary of the route and the name of its schema."""
    app = FastAPI()
    app.include_router(router)
    document = app.openapi()
    [schema] = document["components"]["schemas"]
    return document["paths"]["/order-lines"]["get"]["summary"], schema


async def test_names_of_the_code_become_names_of_the_api(
    measured: Callable[[str], None],
) -> None:
    summary, schema = documented(wrong.router)

    assert (summary, schema) == ("Listorderlines", "order_line")
    assert await wrong.listOrderLines() == [wrong.order_line(amount=1)]
    measured(f"The API documented the route as `{summary}` and the type as `{schema}`.")


async def test_pep8_names_are_readable_in_the_api() -> None:
    assert documented(right.router) == ("List Order Lines", "OrderLine")
    assert await right.list_order_lines() == [right.OrderLine(amount=1)]
