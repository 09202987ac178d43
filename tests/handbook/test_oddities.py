"""Files as they come from other systems, editors and accidents.

Whatever lies in the repository, a command ends with the file's name and what to do
about it, and never with a traceback.
"""

import resource
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from handbook.__main__ import main
from handbook.common.errors import HandbookError
from handbook.proof import store
from handbook.prove import prove as proving
from tests.handbook.conftest import diagnose_nothing

PAGE = "# A page\n"
RULE = """\
# A page

//// rule | SUM-001
    level: must
    statement: Halve it.
    {fields}

/// why
Because.
///

/// do
```python
{directive}
```
///
////
"""
INCLUDE = "@include patterns/sums.py::half"


def rule(fields: str = "ledger: []", directive: str = INCLUDE) -> bytes:
    return RULE.format(fields=fields, directive=directive).encode()


CONTENTS: Mapping[str, Mapping[str, bytes]] = {
    "docs/odd.md": {
        "UTF-16": PAGE.encode("utf-16"),
        "Latin-1": "# Caf\xe9\n".encode("latin-1"),
        "binary": bytes(range(256)),
        "front matter that never ends": b"---\ntitle: x\n# A page\n",
        "front matter with a control character": b"---\ntitle: \x07\n---\n# A page\n",
        "front matter that is a list": b"---\n- x\n---\n# A page\n",
        "front matter with a tab": b"---\n\ttitle: x\n---\n# A page\n",
        "front matter of a YAML object": b"---\n!!python/object:os.x {}\n---\n# A\n",
        "fields with a tab": rule("\tledger: []"),
        "fields that are no mapping": rule("- x"),
        "field of another type": rule("ledger: {a: {b: []}}"),
        "field that refers to itself": rule("ledger: &x [*x]"),
        "field of a date that is none": rule("changes: {2026-99-99: x}"),
        "field with a control character": rule("ledger: ['\x07']"),
        "field that is given twice": rule("ledger: []\n    ledger: []"),
        "include of nothing": rule(directive="@include"),
        "include of a folder": rule(directive="@include patterns"),
        "include outside of the repository": rule(directive="@include ../../x.py"),
        "include of a name that is none": rule(directive=f"{INCLUDE}::, ,"),
        "include of a brace": rule(directive="@include {x}.py::{y}"),
        "command with an open quote": rule(directive="@run ruff 'x").replace(
            b"```python", b"```console"
        ),
        "command in no folder": rule(directive="@run cd=/nowhere ruff").replace(
            b"```python", b"```console"
        ),
        "note without words": rule(directive=f"{INCLUDE}\n@note half ::"),
        "directive that is none": rule(directive="@includ patterns/sums.py"),
        "fence that never ends": b"# A page\n\n```python\n@include patterns/sums.py\n",
        "rule that never ends": rule().removesuffix(b"////\n"),
    },
    "examples/patterns/odd.py": {
        "syntax error": b"def (:\n",
        "UTF-16": "X = 1\n".encode("utf-16"),
        "Latin-1": "X = '\xe9'\n".encode("latin-1"),
        "binary": bytes(range(256)),
        "null byte": b"X = '\0'\n",
        "brackets without end": b"(" * 10_000,
        "nested deeply": b"X = " + b"-" * 100_000 + b"1\n",
        "tabs and blanks": b"if True:\n\tX = 1\n        Y = 1\n",
        "open string": b'X = """\n',
    },
    "examples/antipatterns/odd.py": {
        "header that is no TOML": b"# /// bad\n# right = [\n# ///\n",
        "header that never ends": b"# /// bad\n# right = 'x'\n",
        "header of another type": b"# /// bad\n# right = 1\n# ///\n",
        "syntax error": b"def (:\n",
        "UTF-16": "X = 1\n".encode("utf-16"),
        "no header": b"X = 1\n",
        "nothing": b"",
    },
    "examples/patterns/odd.toml": {"no TOML": b"[a\n", "UTF-16": "a".encode("utf-16")},
    "examples/patterns/odd.yml": {"no YAML": b"a: [\n", "binary": bytes(range(256))},
    "build/proof.json": {
        "nothing": b"",
        "cut off": b'{"format": 3, "made": ',
        "binary": bytes(range(256)),
        "another type": b"[]",
        "nested deeply": b"[" * 100_000,
    },
}


@pytest.fixture(autouse=True)
def tools_aside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(proving, "diagnose", diagnose_nothing)


@pytest.fixture
def repository(project: Path) -> Path:
    (project / "docs").mkdir()
    (project / "docs/index.md").write_text(PAGE, encoding="utf-8")
    return project


type Refused = Callable[[Path, str], None]


@pytest.fixture
def refused(capsys: pytest.CaptureFixture[str]) -> Refused:
    """Return a check that some command names the file, and none breaks."""

    def check(root: Path, path: str) -> None:
        proving_tells = path.endswith((".py", ".md"))
        commands = ["check", "fresh", *(["prove"] if proving_tells else [])]
        codes = [main(["--root", str(root), command]) for command in commands]
        said = capsys.readouterr().err

        assert set(codes) <= {0, 1}
        assert any(codes), "no command refuses it"
        assert path in said
        assert "\N{EM DASH}" in said, "nothing says what to do"

    return check


@pytest.mark.parametrize(
    ("path", "content"),
    [
        pytest.param(path, content, id=f"{path}-{name}")
        for path, contents in CONTENTS.items()
        for name, content in contents.items()
    ],
)
def test_file_that_cannot_be_read_is_named_with_what_to_do(
    repository: Path, refused: Refused, path: str, content: bytes
) -> None:
    if path.endswith((".toml", ".yml")):
        include = rule(directive=f"@include patterns/{Path(path).name}::a")
        (repository / "docs/index.md").write_bytes(include)
    (repository / path).write_bytes(content)

    refused(repository, path)


PLACES = [
    "docs/odd.md",
    "examples/patterns/odd.py",
    "examples/antipatterns/odd.py",
    "tests/patterns/test_odd.py",
    "build/proof.json",
]


@pytest.mark.parametrize("path", PLACES)
def test_broken_link_is_named_with_what_to_do(
    repository: Path, refused: Refused, path: str
) -> None:
    (repository / path).unlink(missing_ok=True)
    (repository / path).symlink_to("nowhere")

    refused(repository, path)


@pytest.mark.parametrize("path", PLACES)
def test_link_to_itself_is_named_with_what_to_do(
    repository: Path, refused: Refused, path: str
) -> None:
    (repository / path).unlink(missing_ok=True)
    (repository / path).symlink_to(repository / path)

    refused(repository, path)


def test_folder_in_place_of_the_proof_is_named(
    repository: Path, refused: Refused
) -> None:
    (repository / "build/proof.json").unlink()
    (repository / "build/proof.json").mkdir()

    refused(repository, "build/proof.json")


def test_full_disk_is_named_with_the_file_that_found_no_room(
    repository: Path,
) -> None:
    old = (repository / "build/proof.json").read_bytes()
    proof = store.load(repository)
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (64, before[1]))
    try:
        with pytest.raises(HandbookError, match="can't be written") as refused:
            store.save(proof, repository)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)

    assert (refused.value.path, bool(refused.value.fix)) == (store.PROOF_FILE, True)
    assert (repository / "build/proof.json").read_bytes() == old


def test_target_that_can_not_be_written_is_named(
    repository: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (repository / "site").mkdir()
    (repository / "taken").write_text("a file", encoding="utf-8")
    target = str(repository / "taken/upload")

    code = main(["--root", str(repository), "pages", str(repository / "site"), target])

    assert code == 1
    assert target in capsys.readouterr().err


@pytest.mark.parametrize(
    "path", ["docs/._page.md", "examples/patterns/._sums.py", "docs/.DS_Store"]
)
def test_droppings_of_other_systems_are_left_alone(
    repository: Path, capsys: pytest.CaptureFixture[str], path: str
) -> None:
    (repository / path).write_bytes(bytes(range(256)))

    assert main(["--root", str(repository), "check"]) == 0, capsys.readouterr().err
