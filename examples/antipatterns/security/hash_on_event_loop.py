# /// bad
# ast-grep = ["SEC-004"]
# harm = "tests/antipatterns/security/test_hash_on_event_loop.py::test_hash_blocks_the_event_loop_thread"
# right = "examples/shop/app/core/passwords.py"
# ///
"""A password hash that runs in the event loop's thread."""

from pwdlib import PasswordHash


class PasswordHasher:
    """Hash in the thread of the caller."""

    def __init__(self, algorithm: PasswordHash) -> None:
        self.algorithm = algorithm

    async def hash(self, password: str) -> str:
        """Return the encoded hash."""
        return self.algorithm.hash(password)
