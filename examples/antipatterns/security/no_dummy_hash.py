# /// bad
# ast-grep = ["SEC-005"]
# harm = "tests/antipatterns/security/test_no_dummy_hash.py::test_unknown_user_is_refused_without_a_hash"
# right = "examples/shop/app/core/passwords.py"
# ///
"""A login that returns early for an unknown email."""

import asyncio
from collections.abc import Mapping

from pwdlib import PasswordHash


async def verify_password(
    known: Mapping[str, str], algorithm: PasswordHash, email: str, password: str
) -> bool:
    """Return whether the password matches the account."""
    stored = known.get(email)
    if stored is None:
        return False
    return await asyncio.to_thread(algorithm.verify, password, stored)
