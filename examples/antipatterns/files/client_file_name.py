# /// bad
# harm = "tests/antipatterns/files/test_client_file_name.py::test_file_name_leaves_the_folder"
# right = "examples/patterns/files/uploads.py"
# ///
"""An upload that is stored under the name that the client sent."""

import shutil
from pathlib import Path

from fastapi import UploadFile


def save(upload: UploadFile, folder: Path) -> None:
    """Store the upload in the folder."""
    with (folder / (upload.filename or "unnamed")).open("wb") as target:
        shutil.copyfileobj(upload.file, target)
