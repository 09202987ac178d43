"""The lists of all tests, which cards link to."""

from pathlib import Path

from handbook.book import book
from handbook.proof.store import load
from handbook.render import all_tests

PAGE = """# Sums

```python
@include patterns/sums.py::sign
```

```python
@include antipatterns/prices.py
```
"""


def test_list_names_every_case_that_ran_the_block(
    project: Path, tmp_path: Path
) -> None:
    (project / "docs").mkdir()
    (project / "docs/sums.md").write_text(PAGE, encoding="utf-8")
    site = tmp_path / "site"

    all_tests.write(book.load(project), load(project), site)

    files = [file.relative_to(site) for file in site.rglob("*") if file.is_file()]
    assert files == [Path("tests/sums/show-patterns-sums-py-sign.txt")]
    lines = (site / files[0]).read_text(encoding="utf-8").splitlines()
    assert lines[0] == "Tests that run examples/patterns/sums.py::sign,"
    tests = "tests/patterns/test_sums.py::test_sign"
    assert [line.split()[-1] for line in lines[4:]] == [f"{tests}[-1]", f"{tests}[1]"]


def test_nothing_is_written_without_a_proof(project: Path, tmp_path: Path) -> None:
    (project / "docs").mkdir()
    (project / "docs/sums.md").write_text(PAGE, encoding="utf-8")

    all_tests.write(book.load(project), None, tmp_path / "site")

    assert not (tmp_path / "site").exists()
