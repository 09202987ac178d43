# /// bad
# ast-grep = ["ROUTE-008"]
# harm = "tests/antipatterns/routing/test_state_changing_get.py::test_link_scanner_ends_the_subscription"
# right = "examples/patterns/routing/unsubscribe.py"
# ///
"""A GET that ends a subscription."""

from fastapi import APIRouter, status

from patterns.routing.unsubscribe import SubscriptionsDep

router = APIRouter(prefix="/subscriptions", tags=["subscriptions"])


@router.get("/{key}", status_code=status.HTTP_204_NO_CONTENT)
async def unsubscribe(key: str, subscriptions: SubscriptionsDep) -> None:
    """End a subscription."""
    subscriptions.discard(key)
