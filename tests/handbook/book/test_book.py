from pathlib import Path

import pytest

from handbook.book.book import Book, load

CHAPTER = """---
title: Images
---

# Images

```{language}
@include {name}
```
"""


@pytest.mark.parametrize(
    ("name", "language"), [("Dockerfile", "dockerfile"), ("settings.toml", "toml")]
)
def test_edit_of_a_shown_file_is_seen(tmp_path: Path, name: str, language: str) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "examples").mkdir()
    page = CHAPTER.format(name=name, language=language)
    (tmp_path / "docs/images.md").write_text(page)
    (tmp_path / "examples" / name).write_text("# one\n")
    before = load(tmp_path)

    (tmp_path / "examples" / name).write_text("# one\n# two\n")

    assert shown_in(before) == ["# one"]
    assert shown_in(load(tmp_path)) == ["# one", "# two"]


def shown_in(book: Book) -> list[str]:
    return [line.text for _, _, fence in book.sources for line in fence.span.lines]
