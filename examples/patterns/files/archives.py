"""Archives: expanded within a limit, under names of the app's own."""

from pathlib import Path
from typing import BinaryIO
from zipfile import ZipFile

from app.core.errors import UnprocessableError

CHUNK = 64 * 1024
MAX_EXPANDED = 10_000_000  # bytes of all members together
MAX_MEMBERS = 100


class ArchiveTooLargeError(UnprocessableError):
    """The archive holds more than the app accepts."""

    code = "archive_too_large"
    title = "Archive too large"

    def __init__(self) -> None:
        super().__init__("The archive expands to too much data.")


def expand(source: BinaryIO, folder: Path) -> list[Path]:
    """Write each member to a numbered file; ArchiveTooLargeError above a limit.

    Expand into a `TemporaryDirectory`, which is removed also after an error.
    """
    expanded, paths = 0, list[Path]()
    with ZipFile(source) as archive:
        members = [info for info in archive.infolist() if not info.is_dir()]
        if len(members) > MAX_MEMBERS:
            raise ArchiveTooLargeError
        for number, info in enumerate(members):
            paths.append(folder / str(number))
            with archive.open(info) as member, paths[-1].open("xb") as target:
                while chunk := member.read(CHUNK):
                    expanded += len(chunk)
                    if expanded > MAX_EXPANDED:
                        raise ArchiveTooLargeError
                    target.write(chunk)
    return paths
