# /// bad
# ast-grep = ["DEP-007"]
# harm = "tests/antipatterns/dependencies/test_language.py::test_context_variable_is_lost"
# right = "examples/patterns/dependencies/language_parameter.py"
# ///
"""Data of a request, in a context variable that a dependency sets."""

from contextvars import ContextVar
from typing import Annotated

from fastapi import APIRouter, Depends, Header

GREETINGS = {"en": "Hello", "sv": "Hej"}

language_var = ContextVar("language_var", default="en")


def set_language(accept_language: Annotated[str, Header()] = "en") -> None:
    """Store the language of the client for this request."""
    language_var.set(accept_language)


router = APIRouter(prefix="/greeting", dependencies=[Depends(set_language)])


@router.get("")
async def read_greeting() -> str:
    """Greet the client."""
    return GREETINGS[language_var.get()]
