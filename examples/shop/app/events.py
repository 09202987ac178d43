"""The events that one domain writes and others handle: topic and payload of each.

They lie outside the domains, so that neither side imports the other.
"""

from pydantic import BaseModel, ConfigDict

ORDER_PLACED = "order_placed"


class OrderPlaced(BaseModel):
    """The payload of `ORDER_PLACED`; handlers ignore fields that they don't know.

    A validation error reaches the log, so it leaves the input out.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    order_id: int
    user_id: int
