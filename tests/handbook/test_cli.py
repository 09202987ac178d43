from pathlib import Path

import pytest

from handbook.__main__ import main


def test_fresh_proof_is_said_to_hold(
    proven: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["--root", str(proven), "fresh"]) == 0
    assert "holds" in capsys.readouterr().out


def test_stale_proof_ends_with_1(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (project / "tests/patterns/test_more.py").write_text("")

    assert main(["--root", str(project), "fresh"]) == 1
    assert capsys.readouterr().err == (
        "build/proof.json: the proof is stale: tests/patterns/test_more.py is new "
        "\N{EM DASH} run: uvx nox -s prove\n"
    )


def test_every_faulty_witness_is_named(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in ("one", "two"):
        (project / f"examples/antipatterns/{name}.py").write_text("X = 1\n")

    assert main(["--root", str(project), "witness"]) == 1
    assert capsys.readouterr().err.count("begins with its header") == 2


@pytest.mark.parametrize(
    ("page", "code", "report"),
    [
        ("<p>None.</p>", 0, "0 code blocks on 1 pages: \n0 without proof\n"),
        ("<pre>x</pre>", 1, "1 code blocks on 1 pages: 1 by hand\n1 without proof\n"),
    ],
)
def test_inventory_counts_and_judges(
    project: Path, capsys: pytest.CaptureFixture[str], page: str, code: int, report: str
) -> None:
    (project / "site").mkdir()
    (project / "site/index.html").write_text(page)

    exit_code = main(["--root", str(project), "inventory", str(project / "site")])

    assert (exit_code, capsys.readouterr().out) == (code, report)
