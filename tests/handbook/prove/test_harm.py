from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from handbook.prove.harm import malformed
from handbook.prove.header import read_header

type Write = Callable[[str, str], Path]

WRONG = """\
    # /// bad
    # harm = "tests/antipatterns/test_sums.py::test_half_is_lost"
    # right = "examples/patterns/sums.py"
    # ///
    X = 1
    """
GOOD = """
    LIMIT = 3

    def test_half_is_lost(measured):
        found = wrong.half(LIMIT)
        assert found == 1
        measured(f"Half of {LIMIT} was {found}.")

    def test_half_is_kept():
        assert right.half(LIMIT) == 1.5
    """


@pytest.fixture
def faults(write: Write, tmp_path: Path) -> Callable[..., list[str]]:
    """Return the faults of a harm test with one text of it replaced."""
    write("examples/patterns/sums.py", "X = 1\n")
    path = write("examples/antipatterns/sums.py", WRONG).relative_to(tmp_path)

    def read(old: str = "", new: str = "") -> list[str]:
        source = dedent(GOOD)
        assert source.count(old) == 1 or not old
        write(
            "tests/antipatterns/test_sums.py",
            source.replace(old, new) if old else source,
        )
        header = read_header(tmp_path, path.as_posix())
        return [str(fault) for fault in malformed(tmp_path, {header.path: header})]

    return read


def test_harm_test_with_measure_and_twin_has_no_fault(
    faults: Callable[..., list[str]],
) -> None:
    assert faults() == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("assert found == 1", "found == 1", "3: test_half_is_lost asserts nothing"),
        ('measured(f"', 'print(f"', "3: test_half_is_lost records nothing"),
        ("{found}.", "1.", "6: test_half_is_lost records a sentence without a"),
        ('f"Half of {LIMIT} was {found}."', '"1"', "6: test_half_is_lost records a se"),
        ("test_half_is_kept", "half_is_kept", "3: test_half_is_lost has no twin"),
        ("right.half(LIMIT) == 1.5", "True", "3: test_half_is_lost has no twin"),
        ("right.half(LIMIT) == 1.5", "right.other() == 1.5", "has no twin"),
    ],
)
def test_fault_of_form_is_named_with_its_line(
    faults: Callable[..., list[str]], old: str, new: str, fault: str
) -> None:
    (found,) = faults(old, new)

    assert fault in found
    assert "\N{EM DASH}" in found


def test_twin_that_asserts_the_same_is_no_twin(
    faults: Callable[..., list[str]],
) -> None:
    same = "found = right.half(LIMIT)\n    assert found == 1"

    (found,) = faults("assert right.half(LIMIT) == 1.5", same)

    assert "has no twin" in found


def test_exception_in_place_of_an_assertion_counts(
    faults: Callable[..., list[str]],
) -> None:
    raising = "with pytest.raises(ValueError):\n        found"

    assert faults("assert found == 1", raising) == []
