# /// bad
# harm = "tests/antipatterns/migrating/test_passlib_hashes.py::test_argon2_alone_fails_on_every_old_hash"
# right = "examples/patterns/migrating/passlib_hashes.py"
# ///
"""An algorithm that knows new hashes only."""

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher


def password_hash(argon2: Argon2Hasher) -> PasswordHash:
    """Return an algorithm that writes and verifies Argon2id."""
    return PasswordHash((argon2,))
