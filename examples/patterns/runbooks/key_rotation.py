"""The values of `APP_JWT_KEYS` during a rotation; the first key signs."""

from collections.abc import Sequence


def rotation_steps(old: str, new: str) -> Sequence[list[str]]:
    """Return the key IDs of each step; restart all processes after each of them."""
    return [
        [old, new],  # every process accepts the new key
        [new, old],  # every process signs with it
        [new],  # after the lifetime of an access token
    ]
