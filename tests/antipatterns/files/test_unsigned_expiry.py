"""A client changes the expiry in a URL that has expired."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import pytest

from antipatterns.files import unsigned_expiry as wrong
from app.core.errors import ForbiddenError
from patterns.files import signed_urls as right

type Verify = Callable[[bytes, UUID, int, str, datetime], None]

KEY = b"the key of all tests"
FILE_ID = UUID(int=1)
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)
LATER = NOON + timedelta(hours=1)
TOMORROW = int((NOON + timedelta(days=1)).timestamp())


def parts_of(url: str) -> tuple[int, str]:
    """Return expiry and signature of a URL."""
    query = parse_qs(urlsplit(url).query)
    return int(query["expires"][0]), query["signature"][0]


def is_accepted(
    verify: Verify, file_id: UUID, expires: int, signed: str, now: datetime
) -> bool:
    """Return whether the app serves the file of this URL."""
    try:
        verify(KEY, file_id, expires, signed, now)
    except ForbiddenError:
        return False
    return True


def test_client_extends_an_expired_url(measured: Callable[[str], None]) -> None:
    signed, expired = wrong.signature(KEY, FILE_ID), int(NOON.timestamp())

    assert not is_accepted(wrong.verify_url, FILE_ID, expired, signed, LATER)
    assert is_accepted(wrong.verify_url, FILE_ID, TOMORROW, signed, LATER)
    hours = (TOMORROW - expired) // 3600
    measured(f"The client extended the URL by {hours} hours, and the app accepted it.")


@pytest.mark.parametrize(
    ("file_id", "expires", "now"),
    [
        (FILE_ID, TOMORROW, LATER),
        (FILE_ID, None, LATER),
        (UUID(int=2), None, NOON),
    ],
    ids=["extended", "expired", "another file"],
)
def test_changed_or_expired_url_is_refused(
    file_id: UUID, expires: int | None, now: datetime
) -> None:
    written, signed = parts_of(right.sign_url(KEY, FILE_ID, NOON))
    expires = expires or written

    assert is_accepted(right.verify_url, FILE_ID, written, signed, NOON)
    assert not is_accepted(right.verify_url, file_id, expires, signed, now)
