"""Passwords that passlib has hashed, verified by pwdlib."""

import hmac
from base64 import b64decode
from hashlib import pbkdf2_hmac
from typing import override

from pwdlib import PasswordHash
from pwdlib.hashers import HasherProtocol
from pwdlib.hashers.argon2 import Argon2Hasher

PREFIX = "$pbkdf2-sha256$"


def as_text(value: str | bytes) -> str:
    """Return text for what pwdlib takes."""
    return value.decode() if isinstance(value, bytes) else value


def decode(text: str) -> bytes:
    """Decode passlib's Base64: a dot for the plus, and no padding."""
    return b64decode(text.replace(".", "+") + "=" * (-len(text) % 4))


class PasslibPbkdf2Hasher(HasherProtocol):
    """Verifies the hashes of `passlib.hash.pbkdf2_sha256`, and writes none."""

    @classmethod
    @override
    def identify(cls, hash: str | bytes) -> bool:
        """Return whether it is a hash of this algorithm."""
        return as_text(hash).startswith(PREFIX)

    @override
    def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
        """Refuse: new hashes are Argon2id."""
        raise RuntimeError("PBKDF2 hashes are only verified; new ones are Argon2id.")

    @override
    def verify(self, password: str | bytes, hash: str | bytes) -> bool:
        """Return whether the password has this hash."""
        rounds, salt, checksum = as_text(hash).removeprefix(PREFIX).split("$")
        secret = as_text(password).encode()
        computed = pbkdf2_hmac("sha256", secret, decode(salt), int(rounds))
        return hmac.compare_digest(computed, decode(checksum))

    @override
    def check_needs_rehash(self, hash: str | bytes) -> bool:
        """Return whether a login replaces the hash: it always does."""
        return True


def password_hash(argon2: Argon2Hasher) -> PasswordHash:
    """Return an algorithm that writes Argon2id and also verifies older hashes."""
    return PasswordHash((argon2, PasslibPbkdf2Hasher()))
