"""Test modules that share state: one of them may fill what another reads."""

from collections.abc import Iterable, Mapping
from pathlib import Path, PurePosixPath

from handbook.common.files import read_text
from handbook.proof.graph import Graph, importers
from handbook.proof.scope import TEST_ROOTS
from handbook.prove.shared import keeps_state

type Groups = Mapping[str, str]
"""For each module that shares state the name of its group."""


def groups_of(root: Path, edges: Graph) -> Groups:
    """Return the groups; the first module of each gives it its name."""
    groups: list[set[str]] = []
    for path in edges:
        if is_conftest(path) or not keeps_state(read_text(root, path)):
            continue
        joined = modules_with_tests(importers(edges, [path]))
        apart = [group for group in groups if not group & joined]
        joined = joined.union(*(group for group in groups if group & joined))
        groups = [*apart, joined]
    return {path: min(group) for group in groups for path in group}


def is_conftest(path: str) -> bool:
    """Whether it holds fixtures: what one of them fills, it also takes down."""
    return PurePosixPath(path).name == "conftest.py"


def is_test_module(path: str) -> bool:
    """Whether pytest collects tests from the file."""
    inside = path.startswith(tuple(f"{folder}/" for folder in TEST_ROOTS))
    name = PurePosixPath(path)
    return inside and (name.match("test_*.py") or name.match("*_test.py"))


def modules_with_tests(paths: Iterable[str]) -> set[str]:
    """Return those of the files from which pytest collects tests."""
    return {path for path in paths if is_test_module(path)}
