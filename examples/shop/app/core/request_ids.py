"""The id of a request, on all that comes of it: lines, messages, other services."""

from collections.abc import Generator
from contextlib import contextmanager
from secrets import token_hex

from asgi_correlation_id import correlation_id
from asgi_correlation_id.middleware import is_valid_uuid4

LONGEST_ID = 36  # a UUID with its hyphens


def create_request_id() -> str:
    """Return 128 random bits in hexadecimal: a UUID costs more and says no more."""
    return token_hex(16)


def is_request_id(text: str) -> bool:
    """Tell whether a client's id is taken over: a UUID, and no longer than one.

    Python reads a UUID with any number of hyphens in it, which would not fit where
    messages keep it.
    """
    return len(text) <= LONGEST_ID and is_valid_uuid4(text)


@contextmanager
def on_behalf_of(request_id: str | None) -> Generator[None]:
    """Go on with what a request has begun, under its id."""
    token = correlation_id.set(request_id)
    try:
        yield
    finally:
        correlation_id.reset(token)
