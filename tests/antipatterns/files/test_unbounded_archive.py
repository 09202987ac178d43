"""A client uploads a small archive that expands to much."""

import io
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from antipatterns.files import unbounded_archive as wrong
from patterns.files import archives as right

EXPANDED = 30_000_000


def archive(*members: tuple[str, bytes]) -> io.BytesIO:
    """Return an archive with these members, and a folder."""
    written = io.BytesIO()
    with ZipFile(written, "w", ZIP_DEFLATED) as target:
        target.mkdir("orders")
        for name, content in members:
            target.writestr(name, content)
    written.seek(0)
    return written


def size_of(folder: Path) -> int:
    """Return the bytes in all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def test_small_archive_fills_the_disk(
    tmp_path: Path, measured: Callable[[str], None]
) -> None:
    sent = archive(("orders.csv", bytes(EXPANDED)))

    wrong.expand(sent, tmp_path)

    size = len(sent.getvalue())
    assert size < EXPANDED / 900
    measured(
        f"An archive of {size // 1000} KB wrote {size_of(tmp_path) // 1_000_000} MB to "
        "the disk."
    )


def test_expansion_stops_at_the_limit(tmp_path: Path) -> None:
    sent = archive(("orders.csv", bytes(EXPANDED)))

    with pytest.raises(right.ArchiveTooLargeError):
        right.expand(sent, tmp_path)

    assert size_of(tmp_path) <= right.MAX_EXPANDED


def test_too_many_members_are_refused(tmp_path: Path) -> None:
    members = [(str(number), b"") for number in range(right.MAX_MEMBERS + 1)]

    with pytest.raises(right.ArchiveTooLargeError):
        right.expand(archive(*members), tmp_path)

    assert list(tmp_path.iterdir()) == []


def test_name_of_a_member_is_never_a_path(tmp_path: Path) -> None:
    folder = tmp_path / "expanded"
    folder.mkdir()

    [path] = right.expand(archive(("../../orders.csv", b"tea")), folder)

    assert path.parent == folder
    assert path.read_bytes() == b"tea"
