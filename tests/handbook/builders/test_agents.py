"""What coding agents get: pages as Markdown, rules as JSON, a skill."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from handbook.agents.markdown import markdown_of
from handbook.agents.write import write
from handbook.book import book
from handbook.check.inventory import take
from handbook.check.markdown_blocks import markdown_blocks
from handbook.proof import store
from tests.handbook.builders.conftest import edit, put

AREA = "def area(radius: float) -> float:"


def markdown(root: Path, path: str = "docs/index.md") -> str:
    handbook = book.load(root)
    page = handbook.page_at(path)
    assert page
    return markdown_of(page, handbook, store.load(root))


@pytest.fixture
def site(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text("<p>A page.</p>")
    write(book.load(repository), store.load(repository), folder)
    return folder


def test_page_holds_code_and_rule_in_place_of_directives(repository: Path) -> None:
    text = markdown(repository)

    assert "@include" not in text
    assert "///" not in text
    assert "### SUM-001: Bound every `radius`.\n\n- Level: must" in text
    assert "- Found by: ruff `E711`" in text
    assert 'lines="8-10" names="area"\n' + AREA in text
    assert "- Line 3: The area, of *course*." in text
    assert "- ruff reports `E711`: Comparison\n- Measured: 1 of 2 is wrong." in text
    assert text.endswith("## Checklist\n\n- SUM-001 (must): Bound every `radius`.\n")


def test_block_says_which_command_printed_it(repository: Path) -> None:
    put(repository, "docs/run.md", "# Run\n\n```console\n@run ruff --version\n```\n")

    [block] = markdown_blocks(markdown(repository, "docs/run.md"))

    assert block.text == "$ ruff --version\nruff 1\n"
    assert block.attributes == {"data-kind": "output", "data-key": ".$ ruff --version"}


def test_links_lead_to_the_site_or_to_a_chapter_beside(repository: Path) -> None:
    links = (
        "# A\n\n[home](../index.md#sum-001) [b](b.md) [out](https://example.org/x.md)\n"
    )
    put(repository, "docs/chapters/a.md", links)
    put(repository, "docs/chapters/b.md", "# B\n")

    text = markdown(repository, "docs/chapters/a.md")

    assert "[home](https://example.org/small/#sum-001)" in text
    assert "[b](b.md) [out](https://example.org/x.md)" in text


def test_chosen_rules_and_tabs_are_written_out(repository: Path) -> None:
    body = '# A\n\n/// chosen | SUM-001\n///\n\n=== "Router"\n\n    Words.\n'
    put(repository, "docs/a.md", body)

    text = markdown(repository, "docs/a.md")

    assert "SUM-001 (must): Bound every `radius`. Without it: 1 of 2 is wrong." in text
    assert "\nRouter:\n" in text


def test_list_that_only_the_site_has_is_linked(repository: Path) -> None:
    put(repository, "docs/a.md", "# A\n\n/// catalogue\n///\n")

    assert markdown(repository, "docs/a.md") == (
        "# A\n\nSee https://example.org/small/a/.\n"
    )


def test_markdown_of_the_proven_code_is_accepted(repository: Path, site: Path) -> None:
    taken = take(site, store.load(repository), repository)

    assert (taken.faults, taken.kinds) == ((), {"source": 2})


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        pytest.param("return pi", "return 3", "it ", id="edited"),
        pytest.param(
            'kind="source" path="examples/shop', "", "nothing proves it", id="by-hand"
        ),
        pytest.param('lines="8-10"', 'lines="3-5"', "it ", id="other-lines"),
    ],
)
def test_markdown_of_other_code_is_refused(
    repository: Path, site: Path, old: str, new: str, fault: str
) -> None:
    edit(site, "index.md", old, new)

    [refused] = take(site, store.load(repository), repository).faults

    assert refused.path == "index.md"
    assert f": {fault}" in refused.message


def fits(site: Path) -> bool:
    """Return whether the rules in a site fit their schema."""
    schema, rules = site / "rules.schema.json", site / "rules.json"
    program = Path(sys.executable).with_name("check-jsonschema")
    command = [str(program), "--schemafile", str(schema), str(rules)]
    return subprocess.run(command, check=False).returncode == 0


def test_rules_as_data_fit_their_schema(site: Path) -> None:
    [rule] = json.loads((site / "rules.json").read_text())["rules"]

    assert fits(site)
    assert (rule["id"], rule["harm"]) == ("SUM-001", ["1 of 2 is wrong."])


def test_schema_refuses_an_unknown_level(site: Path) -> None:
    edit(site, "rules.json", '"must"', '"maybe"')

    assert not fits(site)


def test_skill_leads_to_each_chapter(repository: Path, site: Path) -> None:
    text = (repository / "docs/index.md").read_text().replace("SUM-001", "SUM-002")
    text = text.replace("bound-radius", "radius-bound")
    put(repository, "docs/chapters/sums.md", text)
    write(book.load(repository), store.load(repository), site)

    entry = (site / "skill/fastapi-handbook/SKILL.md").read_text()
    with zipfile.ZipFile(site / "skill/fastapi-handbook.zip") as archive:
        names = archive.namelist()

    assert entry.startswith("---\nname: fastapi-handbook\ndescription: >-\n")
    assert "Read [Chapter](references/sums.md).\n\n- SUM-002 (must)" in entry
    assert "fastapi-handbook/references/sums.md" in names
    assert (
        "(https://example.org/small/chapters/sums.md)"
        in (site / "llms.txt").read_text()
    )
