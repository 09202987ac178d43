# /// bad
# ast-grep = ["ROUTE-003"]
# harm = "tests/antipatterns/routing/test_hand_built_response.py::test_dumped_schema_is_validated_twice"
# right = "examples/patterns/routing/ticket.py"
# ///
"""A route that dumps its schema, which FastAPI then validates again."""

from typing import Any

from fastapi import APIRouter

from patterns.routing.ticket import TicketRead

router = APIRouter(prefix="/tickets", tags=["tickets"])


@router.get("/{number}", response_model=TicketRead)
async def read_ticket(number: str) -> dict[str, Any]:
    """Return one ticket."""
    return TicketRead(code=number).model_dump()
