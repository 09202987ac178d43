# /// bad
# mypy = ["str-bytes-safe"]
# harm = "tests/antipatterns/tooling/test_bytes_in_text.py::test_formatted_bytes_are_refused"
# right = "examples/patterns/tooling/checked_twice.py"
# ///
"""A header that mypy refuses, and basedpyright accepts."""

from base64 import b64encode


def authorization(user: str, password: str) -> str:
    """Return the value of the header `Authorization`."""
    credentials = b64encode(f"{user}:{password}".encode())
    return f"Basic {credentials}"
