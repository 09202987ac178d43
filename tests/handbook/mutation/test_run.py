"""What is read of a project in which mutmut ran: a real one, of one small module."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from handbook.common.errors import HandbookError
from handbook.mutation.results import MUTATION_FILE, Mutated, Mutation, load, save
from handbook.mutation.run import Project, function_name, record
from handbook.mutation.survivors import read_statuses
from handbook.proof.store import Proof
from handbook.proof.store import load as load_proof
from tests.handbook.mutation.conftest import SOURCE

MARK = "\N{LATIN LETTER LATERAL CLICK}"


@pytest.fixture
def project(finished: Path, tmp_path: Path) -> Project:
    """Return a copy of the finished project."""
    folder = tmp_path / "project"
    shutil.copytree(finished / "examples/shop", folder)
    return Project(folder, "app", "app", "survivors.toml")


@pytest.fixture
def proof(proven: Path) -> Proof:
    """Return a proof in which no test ran the module."""
    return replace(load_proof(proven), lines={})


def results(project: Project, proof: Proof) -> dict[str, Mutated]:
    statuses = read_statuses(project.folder)
    return record(project, statuses, proof, project.folder)["app/prices.py"]


def test_each_mutant_is_placed_on_the_line_that_it_changes(
    project: Project, proof: Proof
) -> None:
    plain = results(project, proof)["plain"]

    assert {offset for offset, _ in plain.mutants} == {2, 3}
    assert all(killed for _, killed in plain.mutants)


def test_survivor_of_a_header_of_several_lines_is_placed(
    project: Project, proof: Proof
) -> None:
    net = results(project, proof)["Price.net"]

    assert {offset for offset, _ in net.mutants} == {4}
    assert not all(killed for _, killed in net.mutants)


def test_function_without_mutants_is_recorded_and_decorated_one_is_not(
    project: Project, proof: Proof
) -> None:
    found = results(project, proof)

    assert not found["Price.free"].mutants
    assert "Price.decorated" not in found


def test_function_with_a_mutant_that_was_not_run_is_left_out(
    project: Project, proof: Proof
) -> None:
    statuses = read_statuses(project.folder)
    stopped = statuses | {
        next(name for name in statuses if "plain" in name): "not checked"
    }

    found = record(project, stopped, proof, project.folder)["app/prices.py"]

    assert "plain" not in found
    assert found["Price.net"].mutants


def test_function_that_was_edited_since_the_run_is_refused(
    project: Project, proof: Proof
) -> None:
    source = SOURCE.replace("price * 2", "price * 3")
    (project.folder / "app/prices.py").write_text(source, encoding="utf-8")

    with pytest.raises(HandbookError, match="plain was edited since mutmut read it"):
        results(project, proof)


def test_results_survive_their_file(tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    some = Mutated("source", "tests", ((0, True), (3, False)))
    mutation = Mutation("mutmut 3", {"a.py": {"f": some}, "b.py": {}})

    save(mutation, tmp_path)

    assert load(tmp_path) == mutation


@pytest.mark.parametrize("text", ["", "[]", '{"tool": 1, "files": {}}'])
def test_file_of_another_form_is_refused(text: str, tmp_path: Path) -> None:
    (tmp_path / "tests").mkdir()
    (tmp_path / MUTATION_FILE).write_text(text, encoding="utf-8")

    with pytest.raises(HandbookError, match="no mutation results"):
        load(tmp_path)


@pytest.mark.parametrize(
    ("mangled", "name"),
    [
        ("x_parse__mutmut_7", "parse"),
        ("x__private__mutmut_orig", "_private"),
        (f"x{MARK}A{MARK}_find__mutmut_1", "A._find"),
    ],
)
def test_name_of_a_mutant_says_its_function(mangled: str, name: str) -> None:
    assert function_name(mangled) == name
