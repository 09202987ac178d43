"""URLs that let a client download one file for some minutes, without a token."""

import hmac
from datetime import datetime, timedelta
from urllib.parse import urlencode
from uuid import UUID

from app.core.errors import ForbiddenError

LIFETIME = timedelta(minutes=5)


def signature(key: bytes, method: str, file_id: UUID, expires: int) -> str:
    """Return the HMAC of everything that the URL allows."""
    message = f"{method}\n{file_id}\n{expires}"
    return hmac.digest(key, message.encode(), "sha256").hex()


def sign_url(key: bytes, file_id: UUID, now: datetime) -> str:
    """Return a URL that is valid for `LIFETIME`."""
    expires = int((now + LIFETIME).timestamp())
    signed = signature(key, "GET", file_id, expires)
    return f"/files/{file_id}?{urlencode({'expires': expires, 'signature': signed})}"


def verify_url(
    key: bytes, file_id: UUID, expires: int, signed: str, now: datetime
) -> None:
    """Raise ForbiddenError unless the signature is ours and the URL has not expired."""
    expected = signature(key, "GET", file_id, expires)
    is_ours = hmac.compare_digest(expected.encode(), signed.encode())
    if not is_ours or now.timestamp() > expires:
        raise ForbiddenError("The link is not valid, or has expired.")
