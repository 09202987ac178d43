"""What follows from the imports among files, near and far."""

from collections.abc import Collection, Iterable, Mapping

type Graph = Mapping[str, Collection[str]]
"""For each file the files that it imports itself."""


def importers(edges: Graph, paths: Iterable[str]) -> set[str]:
    """Return ``paths`` and every file that imports one of them, however far away."""
    backwards: dict[str, set[str]] = {}
    for path, needed in edges.items():
        for other in needed:
            backwards.setdefault(other, set()).add(path)
    return _closure(backwards, paths)


def imported(edges: Graph, paths: Iterable[str]) -> set[str]:
    """Return ``paths`` and every file that one of them imports, however far away."""
    return _closure(edges, paths)


def _closure(edges: Mapping[str, Iterable[str]], paths: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(paths)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            waiting.extend(edges.get(path, ()))
    return found
