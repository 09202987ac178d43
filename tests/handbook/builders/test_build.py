import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from handbook.check import site
from handbook.common.settings import PREVIEW
from tests.handbook.builders.conftest import Builder, build, edit, prove, put

NESTED = """
## Nested

- In a list:

    ```python
    @include app/sums.py::LIMIT
    ```

!!! note

    ```python title="chosen"
    @include app/sums.py::bounded
    @highlight if value
    ```

=== "Tab"

    ~~~python
    @include app/sums.py::import
    ~~~

````console
@run ruff --version
````
"""


@pytest.fixture
def chapter(repository: Path) -> Path:
    edit(repository, "docs/index.md", "## Checklist\n", f"{NESTED}\n## Checklist\n")
    return repository


def html_of(root: Path, builder: Builder) -> str:
    built = build(root, builder)
    assert built.returncode == 0, built.stdout + built.stderr
    return (root / "build" / builder / "index.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_page_shows_each_fence_with_its_proof(chapter: Path, builder: Builder) -> None:
    html = html_of(chapter, builder)

    page = site.read_site(chapter / "build" / builder)[""]
    code = {what: text for kind, what, text in page.snippets if kind == "source"}
    assert code == {
        "examples/shop/app/sums.py 8-10": (
            "def area(radius: float) -> float:\n"
            '    """Return the area of a circle."""\n'
            "    return pi * radius * bounded(radius)  # (1)!\n"
        ),
        "examples/antipatterns/sums.py 9-11": (
            "def unknown(value: object) -> bool:\n"
            '    """Say whether the value is unknown."""\n'
            "    return value == None\n"
        ),
        "examples/shop/app/sums.py 5-5": "LIMIT = 10\n",
        "examples/shop/app/sums.py 13-17": (
            "def bounded(value: float) -> float:\n"
            '    """Return the value, or the limit."""\n'
            "    if value > LIMIT:\n"
            "        return LIMIT\n"
            "    return value\n"
        ),
        "examples/shop/app/sums.py 3-3": "from math import pi\n",
    }
    assert "Run by 1 test" in html
    assert "2 of 2 branches taken" in html
    assert "Runs at import" in html
    assert "blob/main/examples/shop/app/sums.py#L8-L10" in html


@pytest.mark.parametrize("builder", ["mkdocs", "zensical"])
def test_page_shows_imports_diagnostics_outputs_and_lists(
    chapter: Path, builder: Builder
) -> None:
    html = html_of(chapter, builder)

    page = site.read_site(chapter / "build" / builder)[""]
    others = {(kind, text) for kind, _, text in page.snippets if kind != "source"}
    assert ("diagnostic", "sums.py:10:21: E711 Comparison to `None`\n") in others
    assert ("output", "$ ruff --version\nruff 1\n") in others
    (imports,) = [text for kind, text in others if kind == "imports"]
    assert imports == "from math import pi\n"
    assert ">LIMIT</code> of <code>app/sums.py</code>" in html
    assert "1 of 2 is wrong." in html
    assert "mypy, basedpyright and ast-grep say nothing about it." in html
    assert {"sum-001", "checklist", "nested"} <= page.anchors
    assert "#bound-radius" in page.links
    assert "<em>course</em>" in html


def test_both_builders_agree(chapter: Path) -> None:
    html_of(chapter, "mkdocs")
    html_of(chapter, "zensical")

    builds = (chapter / "build/mkdocs", chapter / "build/zensical")
    assert site.differences(*builds) == []
    assert site.dead_links(builds[0]) == []


def test_builds_that_differ_are_told_apart(chapter: Path) -> None:
    html_of(chapter, "mkdocs")
    html_of(chapter, "zensical")
    page = chapter / "build/zensical/index.html"
    text = page.read_text(encoding="utf-8")
    text = text.replace('id="sum-001"', 'id="sum-002"').replace("LIMIT", "LIMITS")
    page.write_text(text, encoding="utf-8")
    (chapter / "build/mkdocs/more.html").write_text("<p></p>", encoding="utf-8")

    one, other = chapter / "build/mkdocs", chapter / "build/zensical"
    assert site.differences(one, other) == [
        f"page more.html is only in {one}",
        f"the home page: anchor sum-001 is only in {one}",
        f"the home page: anchor sum-002 is only in {other}",
        f"the home page: the blocks of code differ (8 in {one}, 8 in {other})",
    ]


def test_dead_links_are_named(chapter: Path) -> None:
    edit(chapter, "docs/index.md", "Because.", "[there](#nowhere), [gone](gone.html)")
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=chapter, capture_output=True, check=True,
    )  # fmt: skip

    assert site.dead_links(chapter / "build/site") == [
        "the home page links to #nowhere, which isn't there",
        "the home page links to gone.html, which isn't there",
    ]


def test_markdown_that_a_reader_sees_is_named(tmp_path: Path) -> None:
    words = "<dt>Copy `main.py`</dt><p>See [it](x.md).</p><code>`a`[b](c)</code>"
    (tmp_path / "index.html").write_text(f"<script>`x`</script>{words}")

    assert site.raw_markdown(tmp_path) == [
        "the home page shows raw Markdown: Copy `main.py`",
        "the home page shows raw Markdown: See [it](x.md).",
    ]


RIGHT, WRONG = "examples/shop/app/sums.py", "examples/antipatterns/sums.py"


@pytest.mark.parametrize(
    ("edited", "unproven"),
    [
        (RIGHT, [RIGHT]),
        (WRONG, [WRONG]),
        ("examples/shop/tests/test_sums.py", [RIGHT]),
        ("examples/shop/tests/circles.py", [RIGHT]),
        ("tests/antipatterns/test_sums.py", [WRONG]),
        ("examples/shop/settings.toml", [RIGHT, WRONG]),
    ],
)
def test_preview_marks_what_an_edit_of_code_test_or_helper_touches(
    repository: Path, edited: str, unproven: list[str]
) -> None:
    for path in ("shop/tests/test_sums.py", "shop/tests/circles.py"):
        put(repository, f"examples/{path}", "import circles\n")
    put(repository, "tests/antipatterns/test_sums.py", "import sums\n")
    put(repository, "examples/shop/settings.toml", "a = 1\n")
    prove(repository)
    text = (repository / edited).read_text(encoding="utf-8")
    put(repository, edited, text + "\n\n# edited\n")

    html = preview(repository)

    marks = re.findall(
        'class="snippet unproven".*?data-path="([^"]+)"', html, re.DOTALL
    )
    assert marks == unproven


def preview(root: Path) -> str:
    """Return the page as its author sees it."""
    subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict"],
        cwd=root, env=os.environ | {PREVIEW: "1"}, capture_output=True, check=True,
    )  # fmt: skip
    return (root / "build/site/index.html").read_text(encoding="utf-8")


def test_preview_marks_code_that_was_edited_since_it_was_proven(chapter: Path) -> None:
    edit(chapter, "examples/shop/app/sums.py", "LIMIT = 10", "LIMIT = 11")

    html = preview(chapter)

    assert html.count('class="snippet unproven"') == 5  # four sources, an output
    assert "Not proven: edited since the tests last ran." in html
    assert "1 of 2 is wrong." in html
