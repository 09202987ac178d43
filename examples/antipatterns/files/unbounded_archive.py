# /// bad
# harm = "tests/antipatterns/files/test_unbounded_archive.py::test_small_archive_fills_the_disk"
# right = "examples/patterns/files/archives.py"
# ///
"""An archive that is limited by its compressed size only."""

from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile


def expand(source: BinaryIO, folder: Path) -> list[Path]:
    """Write all members into the folder."""
    with ZipFile(source) as archive:
        archive.extractall(folder)
        return [folder / name for name in archive.namelist()]
