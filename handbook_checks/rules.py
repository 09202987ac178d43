"""The rules that a tool can find violations of, and where their files lie."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_HERE = Path(__file__).parent

FOLDER = next(
    folder
    for folder in (_HERE / "checks", _HERE.parent / "examples/checks")
    if (folder / "rules.json").exists()
)
"""The checks: beside this module where it is installed, else in the repository."""


@dataclass(frozen=True)
class Rule:
    """A rule of the handbook; ``codes`` are those of a tool that report a violation."""

    id: str
    level: str
    statement: str
    url: str
    codes: Mapping[str, tuple[str, ...]]


def load(folder: Path = FOLDER) -> dict[str, Rule]:
    """Return the rules by their ids."""
    listed = json.loads((folder / "rules.json").read_text(encoding="utf-8"))
    return {
        each["id"]: Rule(
            id=each["id"],
            level=each["level"],
            statement=each["statement"],
            url=each["url"],
            codes={tool: tuple(codes) for tool, codes in each["codes"].items()},
        )
        for each in listed["rules"]
    }
