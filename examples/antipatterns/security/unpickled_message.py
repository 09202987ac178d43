# /// bad
# ruff = ["S301"]
# harm = "tests/antipatterns/security/test_unpickled_message.py::test_message_runs_code"
# right = "examples/patterns/security/validated_message.py"
# ///
"""A message of a queue that is unpickled."""

import pickle


def read_message(body: bytes) -> object:
    """Return the object in the message."""
    return pickle.loads(body)
