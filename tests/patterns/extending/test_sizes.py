"""How many files and lines each change of the pages touches, as git counts them."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.patterns.extending.changes import OWN_APP, RECIPES, Change, Shown
from tests.patterns.extending.copied_app import copy_app
from tests.patterns.patches import git

type Record = Callable[[str, object], None]

HEAD = ("files edited", "created", "deleted", "lines added", "deleted")


class Size(NamedTuple):
    """How much a change touches."""

    edited: int
    created: int
    deleted: int
    added_lines: int
    deleted_lines: int


@pytest.fixture
def measure(tmp_path: Path, shown: Shown) -> Callable[[Change], Size]:
    """Return a function that carries out a change on a copy and counts."""

    def count(change: Change) -> Size:
        copied = copy_app(tmp_path / change.__name__)
        git(copied.folder, "init", "--quiet")
        git(copied.folder, "add", "--all")
        before = git(copied.folder, "write-tree").strip()
        change(copied, shown)
        git(copied.folder, "add", "--all")
        options = ("diff", "--cached", "--no-renames", before)
        statuses = git(copied.folder, *options, "--name-status").splitlines()
        numbers = git(copied.folder, *options, "--numstat").splitlines()
        kinds = [line[0] for line in statuses]
        lines = [line.split("\t") for line in numbers]
        return Size(
            edited=kinds.count("M"),
            created=kinds.count("A"),
            deleted=kinds.count("D"),
            added_lines=sum(int(added) for added, _, _ in lines),
            deleted_lines=sum(int(deleted) for _, deleted, _ in lines),
        )

    return count


def table(sizes: Mapping[str, Size]) -> str:
    """Return one row for each change."""
    first = max(map(len, sizes))
    rows = [" " * first + "".join(f"  {name}" for name in HEAD)]
    for name, size in sizes.items():
        cells = zip(size, HEAD, strict=True)
        numbers = "".join(f"  {value:>{len(head)}}" for value, head in cells)
        rows.append(f"{name:{first}}{numbers}")
    return "\n".join(rows)


def test_recipes_delete_no_file(
    measure: Callable[[Change], Size], record_property: Record
) -> None:
    sizes = {name: measure(change) for name, change in RECIPES.items()}

    assert [size.deleted for size in sizes.values()] == [0, 0, 0]
    assert all(size.edited and size.created for size in sizes.values())
    record_property("shown:sizes", table(sizes))


def test_removed_domain_edits_fewer_files_than_it_deletes(
    measure: Callable[[Change], Size], record_property: Record
) -> None:
    sizes = {name: measure(change) for name, change in OWN_APP.items()}

    removed = sizes["Remove orders"]
    assert 0 < removed.edited < removed.deleted
    assert removed.created == 0
    record_property("shown:sizes", table(sizes))
