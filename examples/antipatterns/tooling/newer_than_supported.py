# /// bad
# mypy = ["attr-defined"]
# basedpyright = ["reportAttributeAccessIssue", "reportUnknownMemberType"]
# right = "examples/patterns/tooling/supported_everywhere.py"
# ///
"""A module that fails on Python 3.12."""

from asyncio import Queue


def stop(queue: Queue[str]) -> None:
    """End every consumer of the queue."""
    queue.shutdown()
