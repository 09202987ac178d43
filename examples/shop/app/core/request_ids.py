"""Request IDs: which ones a client may choose, and who continues one (ERR-013)."""

from collections.abc import Generator
from contextlib import contextmanager

from asgi_correlation_id import correlation_id
from asgi_correlation_id.middleware import is_valid_uuid4

LONGEST_ID = 36  # a UUID with its hyphens


def is_request_id(text: str) -> bool:
    """Return whether to accept a client's ID: a UUID, and no longer than one.

    Python parses a UUID with any number of hyphens, which the outbox can't store.
    """
    return len(text) <= LONGEST_ID and is_valid_uuid4(text)


@contextmanager
def bound_request_id(request_id: str | None) -> Generator[None]:
    """Use this request ID within the block, to continue the request elsewhere."""
    token = correlation_id.set(request_id)
    try:
        yield
    finally:
        correlation_id.reset(token)
