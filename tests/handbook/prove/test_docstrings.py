from collections import Counter
from pathlib import Path

import pytest
from pytest_examples import CodeExample, EvalExample, find_examples

from handbook.common.files import ROOT
from handbook.prove.docstrings import count_examples

FOLDERS = ("handbook", "examples")
EXAMPLES = list(find_examples(*(str(ROOT / folder) for folder in FOLDERS)))


def python_examples() -> list[CodeExample]:
    return [example for example in EXAMPLES if example.path.suffix == ".py"]


@pytest.mark.parametrize("example", python_examples(), ids=str)
def test_example_prints_what_it_says(
    example: CodeExample, eval_example: EvalExample, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RUFF_OUTPUT_FORMAT", "concise")
    # An example is no module, and it prints; both are its purpose.
    eval_example.set_config(line_length=88, ruff_ignore=["D100", "INP001", "T201"])
    # The types of set_config end at Python 3.10.
    vars(eval_example.config).update(target_version="py312")

    eval_example.lint(example)
    eval_example.run_print_check(example)


def test_every_example_is_run() -> None:
    files = [file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")]

    assert count_examples(files) == Counter(e.path for e in python_examples())


@pytest.mark.parametrize(
    ("docstring", "count"),
    [
        ("```python\nx\n```", 1),
        ("~~~\nx\n~~~", 1),
        ("````python\n```\n````", 1),
        ("``` { .python }\nx\n```\n```py\ny\n```", 2),
        (">>> 1\n1\n>>> 2\n2\n\nwords\n\n>>> 3\n3", 2),
        ("Calls ``x`` and `y`.", 0),
    ],
)
def test_every_form_of_example_counts(
    tmp_path: Path, docstring: str, count: int
) -> None:
    file = tmp_path / "module.py"
    file.write_text(f"def x():\n    '''Words.\n\n{docstring}\n'''\n")

    assert sum(count_examples([file]).values()) == count
