"""A tiny handbook that can be proven in seconds, and a repository that is empty."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from handbook.proof.store import Proof, Witness
from handbook.prove import prove as proving
from handbook.prove.header import Header

FILES = {
    "pyproject.toml": """
        [tool.pytest]
        strict = true
        pythonpath = ["examples"]
        addopts = [
            "--import-mode=importlib",
            "--disable-plugin-autoload",  # importing all of them takes seconds
            "-p", "xdist",
        ]

        [tool.ruff]
        extend-exclude = ["examples/antipatterns"]

        [tool.ruff.lint]
        select = ["B", "ERA", "RET"]

        [tool.mypy]
        strict = true
        mypy_path = "$MYPY_CONFIG_FILE_DIR/examples"
        explicit_package_bases = true

        [tool.basedpyright]
        typeCheckingMode = "standard"
    """,
    "examples/patterns/sums.py": """
        LIMIT = 10


        def half(number: int) -> float:
            return number / 2


        def sign(number: int) -> str:
            if number < 0:
                return "minus"
            return "plus"
    """,
    "examples/patterns/prices.py": """
        from patterns.sums import half


        def reduced(price: int) -> float:
            return half(price)
    """,
    "examples/antipatterns/prices.py": """
        # /// bad
        # harm = "tests/antipatterns/test_prices.py::test_cents_are_lost"
        # right = "examples/patterns/prices.py"
        # ///
        def reduced(price: int) -> float:
            return price // 2
    """,
    "tests/patterns/test_sums.py": """
        import pytest

        from patterns.sums import half, sign


        def test_half() -> None:
            assert half(3) == 1.5


        @pytest.mark.parametrize("number", [-1, 1])
        def test_sign(number: int) -> None:
            assert sign(number)
    """,
    "tests/antipatterns/test_prices.py": """
        from collections.abc import Callable

        from antipatterns import prices as wrong
        from patterns import prices as right


        def test_cents_are_lost(record_property: Callable[[str, object], None]) -> None:
            assert wrong.reduced(5) == 2
            record_property("measured", f"Half of 5 was {wrong.reduced(5)}.")


        def test_cents_are_kept() -> None:
            assert right.reduced(5) == 2.5
    """,
}

type Prove = Callable[..., Proof]
type Write = Callable[[str, str], Path]


@pytest.fixture(scope="session")
def proven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a handbook with its proof; a test that edits it takes a copy."""
    root = tmp_path_factory.mktemp("proven") / "handbook"
    for path, text in FILES.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(proving, "diagnose", diagnose_nothing)
        proving.prove(root, full=True, workers="0")
    return root


def diagnose_nothing(_: Path, declared: Mapping[str, Header]) -> dict[str, Witness]:
    """Stand in for the three tools, which take seconds and have their own tests."""
    return {p: Witness(right=h.right, harm=h.harm) for p, h in declared.items()}


@pytest.fixture
def prove(project: Path, monkeypatch: pytest.MonkeyPatch) -> Prove:
    """Return a function that proves the handbook in this process, tools aside."""
    monkeypatch.setattr(proving, "diagnose", diagnose_nothing)

    def prove_project(*, full: bool = False) -> Proof:
        return proving.prove(project, full=full, workers="0")

    return prove_project


@pytest.fixture
def project(proven: Path, tmp_path: Path) -> Path:
    """Return a handbook with its proof, free to be edited."""
    root = tmp_path / "handbook"
    shutil.copytree(proven, root)
    return root


@pytest.fixture
def edit(project: Path) -> Callable[[str, str, str], None]:
    """Replace text that occurs once in a file."""

    def replace(path: str, old: str, new: str) -> None:
        text = (project / path).read_text(encoding="utf-8")
        assert text.count(old) == 1
        (project / path).write_text(text.replace(old, new), encoding="utf-8")

    return replace


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Return a function that writes a file below an empty repository."""

    def write_file(path: str, text: str) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text).lstrip("\n"), encoding="utf-8")
        return file

    return write_file
