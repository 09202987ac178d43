"""A link that shows a form, and a POST that ends the subscription."""

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Depends, Request, status
from fastapi.responses import HTMLResponse

FORM = '<form method="post" action="{key}"><button>Unsubscribe</button></form>'


async def get_subscriptions(request: Request) -> set[str]:
    """Return the keys of the subscriptions of this app."""
    subscriptions: set[str] = request.app.state.subscriptions
    return subscriptions


SubscriptionsDep = Annotated[set[str], Depends(get_subscriptions)]

router = APIRouter(prefix="/subscriptions", tags=["subscriptions"])


@router.get("/{key}", response_class=HTMLResponse)
async def show_form(key: str) -> str:
    """Show the form that the link in a mail leads to."""
    return FORM.format(key=quote(key))


@router.post("/{key}", status_code=status.HTTP_204_NO_CONTENT)
async def unsubscribe(key: str, subscriptions: SubscriptionsDep) -> None:
    """End a subscription."""
    subscriptions.discard(key)
