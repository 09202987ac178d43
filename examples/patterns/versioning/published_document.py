"""Compares the OpenAPI document with the one that was published."""

import json
from difflib import unified_diff
from pathlib import Path

from fastapi import FastAPI


def render(app: FastAPI) -> str:
    """Return the document as it is committed, one value a line."""
    return json.dumps(app.openapi(), indent=2, sort_keys=True) + "\n"


def changed_lines(app: FastAPI, published: Path) -> list[str]:
    """Return the lines by which the document differs from the published file."""
    old = published.read_text("utf-8").splitlines()
    diff = unified_diff(old, render(app).splitlines(), lineterm="", n=0)
    return [line for line in diff if not line.startswith(("---", "+++", "@@"))]
