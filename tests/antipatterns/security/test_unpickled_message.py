"""What a message can do to the process that reads it."""

import os
import pickle
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from pydantic import ValidationError

from antipatterns.security import unpickled_message as wrong
from patterns.security import validated_message as right


@dataclass(frozen=True)
class Attack:
    """An object that makes a folder when it is unpickled."""

    folder: str

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, (self.folder,)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "made-by-the-message"


def test_message_runs_code(folder: Path, measured: Callable[[str], None]) -> None:
    body = pickle.dumps(Attack(str(folder)))

    wrong.read_message(body)

    assert folder.is_dir()
    measured(f"Reading the message ran `mkdir {folder.name}`.")


def test_message_is_only_data(folder: Path) -> None:
    body = pickle.dumps(Attack(str(folder)))

    with pytest.raises(ValidationError):
        right.read_message(body)

    assert not folder.exists()
    message = right.read_message(b'{"kind": "order_placed", "order_id": 7}')
    assert message.order_id == 7
