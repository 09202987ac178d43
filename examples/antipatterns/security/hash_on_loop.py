# /// bad
# harm = "tests/antipatterns/security/test_hash_on_loop.py::test_nothing_else_runs_while_it_hashes"
# right = "examples/shop/app/core/passwords.py"
# ///
"""A hash in the thread of the event loop."""

from pwdlib import PasswordHash


class PasswordHasher:
    """Hashes where it is called."""

    def __init__(self, algorithm: PasswordHash) -> None:
        self.algorithm = algorithm

    async def hash(self, password: str) -> str:
        """Return the encoded hash."""
        return self.algorithm.hash(password)
