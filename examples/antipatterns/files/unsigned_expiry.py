# /// bad
# harm = "tests/antipatterns/files/test_unsigned_expiry.py::test_client_extends_an_expired_url"
# right = "examples/patterns/files/signed_urls.py"
# ///
"""A signature that does not cover the expiry of the URL."""

import hmac
from datetime import datetime
from uuid import UUID

from app.core.errors import ForbiddenError


def signature(key: bytes, file_id: UUID) -> str:
    """Return the HMAC of the file's ID."""
    return hmac.digest(key, str(file_id).encode(), "sha256").hex()


def verify_url(
    key: bytes, file_id: UUID, expires: int, signed: str, now: datetime
) -> None:
    """Raise ForbiddenError unless the signature is ours and the URL has not expired."""
    expected = signature(key, file_id)
    is_ours = hmac.compare_digest(expected.encode(), signed.encode())
    if not is_ours or now.timestamp() > expires:
        raise ForbiddenError("The link is not valid, or has expired.")
