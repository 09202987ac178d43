"""Data of a request, passed to the handler as a parameter."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header

GREETINGS = {"en": "Hello", "sv": "Hej"}


async def get_language(accept_language: Annotated[str, Header()] = "en") -> str:
    """Return the language of the client, English unless it is known."""
    return accept_language if accept_language in GREETINGS else "en"


Language = Annotated[str, Depends(get_language)]

router = APIRouter(prefix="/greeting")


@router.get("")
async def read_greeting(language: Language) -> str:
    """Greet the client."""
    return GREETINGS[language]
