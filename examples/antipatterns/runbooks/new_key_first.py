# /// bad
# harm = "tests/antipatterns/runbooks/test_new_key_first.py::test_process_before_its_restart_refuses_new_tokens"
# right = "examples/patterns/runbooks/key_rotation.py"
# ///
"""The values of `APP_JWT_KEYS` during a rotation; the first key signs."""

from collections.abc import Sequence


def rotation_steps(old: str, new: str) -> Sequence[list[str]]:
    """Return the key IDs of each step."""
    return [[new, old], [new]]
