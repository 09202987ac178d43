"""The code in the guides for contributors is code of a test that runs."""

import re
from pathlib import Path

import pytest

from handbook.common.files import ROOT
from handbook.proof.scope import tree

_BLOCK = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_GUIDES = ("CONTRIBUTING.md", "README.md", "examples/shop/README.md")


def blocks(guide: str) -> list[str]:
    return _BLOCK.findall((ROOT / guide).read_text(encoding="utf-8"))


def test_guide_for_contributors_shows_code() -> None:
    assert len(blocks("CONTRIBUTING.md")) == 2


@pytest.mark.parametrize(
    ("guide", "code"), [(guide, code) for guide in _GUIDES for code in blocks(guide)]
)
def test_code_of_a_guide_is_part_of_a_file_that_runs(guide: str, code: str) -> None:
    sources = (Path(ROOT / path) for path in tree(ROOT) if path.endswith(".py"))

    assert any(code in file.read_text(encoding="utf-8") for file in sources), guide
