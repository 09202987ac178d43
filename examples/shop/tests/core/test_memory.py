import ctypes

import pytest
from resources import resident_bytes

from app.core.memory import return_freed_memory

PIECE = 1000  # bytes: of this size Python asks the C library for memory
PIECES = 50_000


def build_and_throw_away() -> list[bytearray]:
    """Return one piece of a hundred, with what was freed between them."""
    pieces = [bytearray(PIECE) for _ in range(PIECES)]
    return pieces[::100] + pieces[-1:]


def test_what_was_freed_goes_back() -> None:
    kept = build_and_throw_away()
    before = resident_bytes()

    return_freed_memory()

    assert before - resident_bytes() > PIECE * PIECES / 2
    assert kept


def test_nothing_happens_without_glibc(monkeypatch: pytest.MonkeyPatch) -> None:
    def find_none(name: str) -> None:
        raise OSError(f"{name}: cannot open shared object file")

    monkeypatch.setattr(ctypes, "CDLL", find_none)
    kept = build_and_throw_away()
    before = resident_bytes()

    return_freed_memory()

    assert before - resident_bytes() < PIECE * PIECES / 2
    assert kept
