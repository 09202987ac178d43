"""What three changes touch in each layout: a field, a domain and a version."""

import importlib
import shutil
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

from tests.patterns.layouts.contract import CHANGES, CONTRACT, served
from tests.patterns.patches import git_apply

type Shown = Callable[[str], str]
type Import = Callable[[str], ModuleType]

EXAMPLES = Path(__file__).parents[3] / "examples" / "patterns" / "layouts"
LAYOUTS = ("by_domain", "by_layer", "hybrid")
WORDS = {
    "field": "Add a field",
    "domain": "Add a domain",
    "version": "Add a version",
}


@pytest.fixture(params=LAYOUTS)
def layout(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture(params=CHANGES)
def change(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.fixture
def import_changed(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    layout: str,
    change: str,
    shown: Shown,
) -> Iterator[Import]:
    """Apply the patch to a copy of the layout; return what imports its modules."""
    package = tmp_path / layout
    shutil.copytree(
        EXAMPLES / layout, package, ignore=shutil.ignore_patterns("__pycache__")
    )
    patch = shown(f"examples/patterns/layouts/changes/{layout}_{change}.diff")
    git_apply(tmp_path, patch)
    own = f"{layout}_with_{change}"
    for module in package.rglob("*.py"):
        text = module.read_text(encoding="utf-8")
        module.write_text(text.replace(f"patterns.layouts.{layout}", own), "utf-8")
    package.rename(tmp_path / own)
    monkeypatch.syspath_prepend(tmp_path)
    yield lambda name: importlib.import_module(f"{own}.{name}")
    for name in [name for name in sys.modules if name.partition(".")[0] == own]:
        del sys.modules[name]


async def test_changed_layout_keeps_the_contract(
    import_changed: Import, change: str
) -> None:
    create_app = import_changed("main").create_app
    metadata = import_changed("core.database").Base.metadata

    for check in (*CONTRACT, CHANGES[change]):
        async with served(create_app, metadata) as client:
            await check(client)


def touched(folder: Path, patch: str) -> tuple[int, int, int]:
    """Return how many files a patch edits and creates, and in how many folders."""
    numbers = git_apply(folder, patch, "--numstat").splitlines()
    paths = [Path(line.split("\t")[2]) for line in numbers]
    created = patch.count("\nnew file mode")
    return len(paths) - created, created, len({path.parent for path in paths})


def test_domain_packages_touch_the_fewest_folders(
    tmp_path: Path, shown: Shown, record_property: Callable[[str, object], None]
) -> None:
    counts = {
        (change, layout): touched(
            tmp_path,
            shown(f"examples/patterns/layouts/changes/{layout}_{change}.diff"),
        )
        for change in CHANGES
        for layout in LAYOUTS
    }

    assert counts["domain", "by_domain"] == (1, 4, 2)
    assert counts["domain", "by_layer"] == (1, 4, 5)
    assert counts["domain", "hybrid"] == (2, 3, 4)
    assert counts["version", "hybrid"] == (1, 1, 2)
    fewest = Counter(
        layout
        for change in CHANGES
        for layout in LAYOUTS
        if counts[change, layout][2] == min(counts[change, x][2] for x in LAYOUTS)
    )
    assert fewest == {"by_domain": 3, "hybrid": 1}
    record_property("shown:counts", "\n".join(table(counts)))


def table(counts: dict[tuple[str, str], tuple[int, int, int]]) -> Iterator[str]:
    """Yield the lines of the page's table."""
    yield f"{'':15}{'by_domain':22}{'by_layer':22}hybrid".rstrip()
    for change, words in WORDS.items():
        cells = [counts[change, layout] for layout in LAYOUTS]
        yield row(
            words, [f"{edited + new} files, {new} new" for edited, new, _ in cells]
        )
        yield row("", [f"in {plural(folders)}" for _, _, folders in cells])


def row(first: str, cells: list[str]) -> str:
    return f"{first:15}" + "".join(f"{cell:22}" for cell in cells).rstrip()


def plural(folders: int) -> str:
    return f"{folders} folder" if folders == 1 else f"{folders} folders"
