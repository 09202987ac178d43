"""Hashes that passlib has written, verified by pwdlib."""

from collections.abc import Callable

import pytest
from pwdlib import PasswordHash
from pwdlib.exceptions import UnknownHashError
from pwdlib.hashers.argon2 import Argon2Hasher

from antipatterns.migrating import argon2_only as wrong
from patterns.migrating import passlib_hashes as right

CORRECT_HORSE = "correct horse battery staple"

# passlib 1.7.4, which is not installed here, made both hashes of it:
# CryptContext with the scheme "pbkdf2_sha256" and 1000 rounds, and with the scheme
# "bcrypt" of bcrypt 4.0.1 and 4 rounds.
PBKDF2 = (
    "$pbkdf2-sha256$1000$/J8TopSydm6t9d7bm1NKKQ"
    "$9eqg2XmDaglcmredYc6Y4.tIiRm3afAz8OgGO7w8QcA"
)
BCRYPT = "$2b$04$ePJyOPtgcKDaKReFKxGFseRcPQ4LrPlORTstanL/6ZNRuspLd3yBy"


@pytest.fixture
def argon2() -> Argon2Hasher:
    """Return a hasher with parameters that are fast enough for a test."""
    return Argon2Hasher(time_cost=1, memory_cost=8, parallelism=1)


def log_in(passwords: PasswordHash, old_hash: str) -> str:
    """Return how a login with the right password ended."""
    try:
        matches, _ = passwords.verify_and_update(CORRECT_HORSE, old_hash)
    except UnknownHashError as error:
        return type(error).__name__
    return "logged in" if matches else "refused"


def test_argon2_alone_fails_on_every_old_hash(
    argon2: Argon2Hasher, measured: Callable[[str], None]
) -> None:
    ended = log_in(wrong.password_hash(argon2), PBKDF2)

    assert ended == "UnknownHashError"
    assert log_in(wrong.password_hash(argon2), BCRYPT) == ended
    measured(f"A login with the right password raised {ended}.")


def test_hash_of_passlib_is_verified(argon2: Argon2Hasher) -> None:
    assert log_in(right.password_hash(argon2), PBKDF2) == "logged in"


def test_login_replaces_the_hash(argon2: Argon2Hasher) -> None:
    passwords = right.password_hash(argon2)

    matches, updated = passwords.verify_and_update(
        CORRECT_HORSE.encode(), PBKDF2.encode()
    )

    assert matches
    assert updated is not None
    assert updated.startswith("$argon2id$")
    assert passwords.verify_and_update(CORRECT_HORSE, updated) == (True, None)


def test_wrong_password_is_refused_and_changes_nothing(argon2: Argon2Hasher) -> None:
    passwords = right.password_hash(argon2)

    assert passwords.verify_and_update("incorrect", PBKDF2) == (False, None)


def test_old_algorithm_writes_and_keeps_no_hash() -> None:
    hasher = right.PasslibPbkdf2Hasher()

    assert hasher.check_needs_rehash(PBKDF2)
    with pytest.raises(RuntimeError, match="new ones are Argon2id"):
        hasher.hash(CORRECT_HORSE)
