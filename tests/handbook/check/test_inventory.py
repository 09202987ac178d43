import re
from collections.abc import Callable
from dataclasses import replace
from html import escape
from pathlib import Path

import pytest

from handbook.book.page import Waived
from handbook.book.snippets import read_span
from handbook.check.inventory import Inventory, take
from handbook.proof.scope import digest
from handbook.proof.spans import Lines
from handbook.proof.store import Diagnostic, Output, Proof, ProvenTest, Witness, load

type Take = Callable[..., Inventory]
type Prove = Callable[..., Proof]

SUMS = "examples/patterns/sums.py"
PRICES = "examples/patterns/prices.py"
WRONG = "examples/antipatterns/prices.py"
WAIVED = [Waived("docs/index.md", 1, reason) for reason in ("A shell prompt.", "Once.")]
REDUCED = "def reduced(price: int) -> float:\n    return price // 2"
QUOTE = f"{WRONG}:6: words\n"
HALF = "def half(number: int) -> float:\n    return number / 2"


def snippet(code: str, **attributes: str) -> str:
    data = "".join(
        f' data-{name}="{escape(value)}"' for name, value in attributes.items()
    )
    code = escape(code)
    return (
        f'<div class="snippet"{data}><div class="highlight">'
        f'<span class="filename">a.py</span><pre><span></span><code>'
        f'<a id="line-1" href="#line-1"></a>{code}</code></pre></div></div>'
    )


def source(code: str, lines: str, path: str = SUMS) -> str:
    return snippet(code, kind="source", path=path, lines=lines)


def imports(code: str, lines: str = "4-5") -> str:
    return snippet(code, kind="imports", path=PRICES, lines=lines)


@pytest.fixture
def proof(proven: Path) -> Proof:
    proof = load(proven)
    shown = ProvenTest("passed", "t.py", 1, 0.0, shown={"answer": "HTTP/1.1 200 OK\n"})
    said = Diagnostic("B006", 6, "words", f"{WRONG}:6: words")
    witness = replace(proof.witnesses[WRONG], ruff=(said, said))
    return replace(
        proof,
        tests={**proof.tests, "t.py::test_it[sqlite]": shown},
        outputs={"shop$ ls -a": Output("app\ntests\n", 0)},
        witnesses={WRONG: witness},
    )


@pytest.fixture
def inventory(proven: Path, proof: Proof, tmp_path: Path) -> Take:
    def take_of(*html: str, proof: Proof = proof, root: Path = proven) -> Inventory:
        page = f"<html><body><article>{''.join(html)}</article></body></html>"
        (tmp_path / "index.html").write_text(page, encoding="utf-8")
        return take(tmp_path, proof, root, WAIVED)

    return take_of


@pytest.fixture
def settings(inventory: Take, proof: Proof, project: Path) -> Callable[..., str]:
    """Return the faults of a page that shows a part of settings; a test took one."""
    path = "examples/tools.toml"
    text = "[one]\na = 1\n\n[two]\nb = 2\n"
    (project / path).write_text(text, encoding="utf-8")

    def faults_of(taken: str, names: str, lines: Lines) -> str:
        used = (f"{path}::{taken}" if taken else path,)
        known = replace(
            proof,
            files={**proof.files, path: digest(project / path)},
            tests={**proof.tests, "t": ProvenTest("passed", "t.py", 1, 0, used=used)},
        )
        first, last = lines
        code = "\n".join(text.split("\n")[first - 1 : last])
        where = {"path": path, "lines": f"{first}-{last}", "names": names}
        block = snippet(code, kind="source", **where)
        return " ".join(map(str, inventory(block, proof=known, root=project).faults))

    return faults_of


@pytest.mark.parametrize(
    "block",
    [
        source(HALF, "4-5"),
        source("return number / 2", "5"),
        source(f"LIMIT = 10\n# ...\n{HALF}  # (1)!", "1-1,4-5"),
        imports("from patterns.sums import half"),
        source(REDUCED, "5-6", WRONG),
        snippet("$ ls -a\napp\ntests", kind="output", key="shop$ ls -a"),
        snippet("HTTP/1.1 200 OK", kind="output", key="t.py::test_it :: answer"),
        snippet(QUOTE * 2, kind="diagnostic", path=WRONG),
        snippet(QUOTE, kind="diagnostic", path=WRONG),
        "<p>Call <code>half()</code> or <code>a\nb</code>.</p>",
        '<script>var a = "<pre>no code</pre>"</script>',
    ],
)
def test_proven_block_passes(inventory: Take, block: str) -> None:
    assert [str(fault) for fault in inventory(block).faults] == []


@pytest.mark.parametrize(
    ("block", "words"),
    [
        ("<pre>x = 1</pre>", "index.html: block 1 'x = 1': nothing proves it"),
        ("<div><code>x = 1</code></div>", "nothing proves it"),
        ("<p><code>x = 1\ny = 2\nz = 3</code></p>", "nothing proves it"),
        ("<p><code>x = 1<br>y = 2<br>z = 3</code></p>", "nothing proves it"),
        ("<textarea>x = 1</textarea>", "nothing proves it"),
        ("<pre>x = 1", "nothing proves it"),
        (source(HALF.replace("2", "3"), "4-5"), "shows 'return number / 3'"),
        (source(HALF, "4-4"), "shows 'return number / 2', which the file has not"),
        (source("def half(number: int) -> float:", "4-5"), "lacks the line"),
        (source(HALF.replace("    ", "  "), "4-5"), "is indented unlike the file"),
        (source(f"LIMIT = 10\n{HALF}", "1-1,4-5"), "leaves lines of .* without a mark"),
        (source(HALF, "4-x"), "names no lines"),
        (source(HALF, "4-5", "examples/gone.py"), "does not know the file"),
        (source(HALF, "4-5").replace("snippet", "snippet unproven", 1), "as unproven"),
        (imports("import os\nfrom patterns.sums import half"), "not import .os"),
        (imports("from patterns.sums import half, LIMIT"), "not import .*LIMIT"),
        (imports(""), "lacks the import of half"),
        (imports("from patterns.sums import half", "4-4"), "do not use half"),
        (imports("from patterns.sums"), "'from patterns.sums' is no import"),
        (imports("from patterns.sums import half\nx = 1"), "'x = 1' is no import"),
        (
            snippet("$ ls -a\napp", kind="output", key="shop$ ls -a"),
            "not what 'shop. ls -a' printed",
        ),
        (snippet("x", kind="output", key="shop$ ls"), "nothing recorded 'shop. ls'"),
        (
            snippet("HTTP/1.1 201", kind="output", key="t.py::test_it :: answer"),
            "is not what",
        ),
        (snippet("x", kind="diagnostic", path=WRONG), "not what a tool says"),
        (snippet("", kind="diagnostic", path=WRONG), "not what a tool says"),
        (snippet(f"{QUOTE}x", kind="diagnostic", path=WRONG), "not what a tool says"),
        (snippet("x", kind="diagnostic", path=SUMS), "has no witness"),
        (snippet("x", kind="novel"), "nothing proves it"),
    ],
)
def test_block_without_proof_is_refused(
    inventory: Take, block: str, words: str
) -> None:
    [fault] = [str(fault) for fault in inventory(block).faults][:1]

    assert re.search(words, fault)


def test_line_that_no_test_runs_is_refused(inventory: Take, proof: Proof) -> None:
    unrun = replace(proof, lines={}, missing={SUMS: (5,)})

    [fault] = inventory(source(HALF, "4-5"), proof=unrun).faults

    assert f"no passed test runs {SUMS}::half line 5: return number / 2" in str(fault)


def test_branch_taken_one_way_is_refused(inventory: Take, proof: Proof) -> None:
    branches = replace(proof.branches[SUMS], missing=((9, 10),))
    code = "    if number < 0:\n        return 'minus'"
    block = source(code.replace("'", '"'), "9-10")

    [fault] = inventory(block, proof=replace(proof, branches={SUMS: branches})).faults

    assert f"both ways of {SUMS}::sign line 9: if number < 0:" in str(fault)


def test_wrong_code_without_witness_is_refused(inventory: Take, proof: Proof) -> None:
    block = source("def reduced(price: int) -> float:", "5", WRONG)

    [fault] = inventory(block, proof=replace(proof, witnesses={})).faults

    assert "has no witness" in str(fault)


def test_wrong_code_that_nothing_ran_or_saw_is_refused(
    inventory: Take, proof: Proof
) -> None:
    block = source(REDUCED, "5-6", WRONG)
    silent = {WRONG: Witness(right=PRICES, harm="t.py::test_gone")}
    unrun = replace(proof, witnesses=silent, lines={}, missing={WRONG: (6,)})

    [fault] = inventory(block, proof=unrun).faults

    assert f"no harm test speaks of these lines of {WRONG}" in str(fault)


def test_harmless_line_beside_wrong_ones_is_refused(
    inventory: Take, project: Path, prove: Prove
) -> None:
    text = (project / WRONG).read_text(encoding="utf-8")
    more = "\n\ndef doubled(price: int) -> int:\n    return price * 2\n"
    (project / WRONG).write_text(text + more, encoding="utf-8")
    test = project / "tests/antipatterns/test_prices.py"
    calls = test.read_text(encoding="utf-8") + "    assert wrong.doubled(1) == 2\n"
    test.write_text(calls, encoding="utf-8")
    proof = prove(full=True)

    [fault] = inventory(
        source("def doubled(price: int) -> int:\n    return price * 2", "9-10", WRONG),
        proof=proof,
        root=project,
    ).faults

    assert f"no harm test speaks of these lines of {WRONG}" in str(fault)


def test_method_with_a_string_of_several_lines_is_shown_as_it_is(
    inventory: Take, project: Path, prove: Prove
) -> None:
    text = (project / SUMS).read_text(encoding="utf-8")
    method = (
        'class Note:\n    def text(self) -> str:\n        return """one\n  two\n"""\n'
    )
    (project / SUMS).write_text(f"{text}\n\n{method}", encoding="utf-8")
    test = project / "tests/patterns/test_sums.py"
    more = "\n\ndef test_note() -> None:\n    assert Note().text()\n"
    calls = test.read_text(encoding="utf-8").replace("import half", "import Note, half")
    test.write_text(calls + more, encoding="utf-8")
    proof = prove(full=True)
    span = read_span(f"{SUMS}::Note.text", project)
    [(first, last)] = span.ranges
    lines = f"{first}-{last}"

    shown = inventory(source(span.text, lines), proof=proof, root=project)
    changed = span.text.replace("  two", "two")
    altered = inventory(source(changed, lines), proof=proof, root=project)

    assert shown.faults == ()
    assert "is indented unlike the file" in str(altered.faults[0])


@pytest.mark.parametrize(
    ("taken", "names", "lines", "fault"),
    [
        ("one", "one", (1, 2), ""),
        ("one", "two", (4, 5), "no passed test takes examples/tools.toml::two"),
        ("one", "one", (4, 5), "its lines are not those of examples/tools.toml::one"),
        ("one", "", (1, 2), "its lines are not those of examples/tools.toml"),
        ("one", "three", (1, 2), "has no 'three'"),
        ("one.a", "one", (1, 2), "no passed test takes examples/tools.toml::one"),
        ("", "one", (1, 2), "no passed test takes examples/tools.toml::one"),
    ],
)
def test_settings_are_proven_part_by_part(
    settings: Callable[..., str], taken: str, names: str, lines: Lines, fault: str
) -> None:
    faults = settings(taken, names, lines)

    assert fault in faults if fault else not faults


def test_file_edited_after_its_proof_is_refused(inventory: Take, project: Path) -> None:
    (project / SUMS).write_text(HALF)

    [fault] = inventory(source(HALF, "1-2"), root=project).faults

    assert f"{SUMS} was edited after it was proven" in str(fault)


def test_waiver_is_reported_and_counted(inventory: Take) -> None:
    waived = '<div data-waiver="A shell prompt."><pre>pip install uv</pre></div>'

    found = inventory(waived, source(HALF, "4-5"))

    assert found.faults == ()
    assert found.waivers == ("index.html block 1: A shell prompt.",)
    assert (found.pages, found.blocks) == (1, 2)
    assert found.kinds == {"waived": 1, "source": 1}


@pytest.mark.parametrize("reasons", [["Mine."], ["A shell prompt."] * 2])
def test_waiver_that_no_fence_carries_is_refused(
    inventory: Take, reasons: list[str]
) -> None:
    pages = [f'<div data-waiver="{why}"><code>a\nb\nc</code></div>' for why in reasons]

    [fault] = inventory(*pages).faults

    assert "no fence carries its waiver" in str(fault)


def test_waiver_of_proven_code_is_refused(inventory: Take) -> None:
    waived = f'<div data-waiver="Once.">{source(HALF, "4-5")}</div>'

    [fault] = inventory(waived).faults

    assert "its waiver is not needed" in str(fault)
