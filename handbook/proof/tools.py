"""What makes a proof besides the files: Python, packages, environment, machinery."""

import ast
import hashlib
import os
import platform
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import distributions
from pathlib import Path

from handbook.common.files import ROOT

_VARIABLES = ("APP_", "LC_", "PYTHON")
_VARIABLE_NAMES = {"LANG", "TZ"}
_SET_BY_US = {"PYTHONPATH"}
_MACHINERY = ("common", "proof", "prove", "sources")


def tools() -> dict[str, str]:
    """Return the name and version of all that a proof rests on, besides the files.

    Of an environment variable only a hash is kept: it may hold a secret.
    """
    return {
        "Python": platform.python_version(),
        **_packages(),
        **dict(_variables()),
    } | {"the machinery": _machinery(ROOT / "handbook")}


def differences(then: Mapping[str, str], now: Mapping[str, str]) -> list[str]:
    """Return what has changed, each as a phrase for a person."""
    return [
        f"{name} {then.get(name, 'absent')} is now {now.get(name, 'absent')}"
        for name in sorted(then.keys() | now.keys())
        if then.get(name) != now.get(name)
    ]


@cache
def _packages() -> dict[str, str]:
    found = {found.name: found.version for found in distributions()}
    return dict(sorted(found.items()))


def _variables() -> Iterator[tuple[str, str]]:
    for name, value in sorted(os.environ.items()):
        chosen = name.startswith(_VARIABLES) or name in _VARIABLE_NAMES
        if chosen and name not in _SET_BY_US:
            yield f"${name}", hashlib.sha256(value.encode()).hexdigest()[:12]


@cache
def _machinery(folder: Path) -> str:
    """Return the fingerprint of the code that proves; comments and layout are free."""
    total = hashlib.sha256()
    for part in _MACHINERY:
        for file in sorted((folder / part).glob("*.*")):
            text = file.read_text(encoding="utf-8")
            code = ast.dump(ast.parse(text)) if file.suffix == ".py" else text
            total.update(f"{part}/{file.name}\0{code}\0".encode())
    return total.hexdigest()[:12]
