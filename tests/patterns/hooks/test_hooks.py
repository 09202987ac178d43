"""Each hook of the shop refuses a commit with a fault of its kind."""

import re
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

import pytest

from handbook.common.files import ROOT
from tests.patterns.hooks.repositories import HOOKS, Repository

type Shown = Callable[[str], str]

# Made of parts: a hook that reads this file finds none of them.
KEY = "-----BEGIN RSA " + "PRIVATE KEY-----\n"
TOKEN = f"AWS = 'AKIA{'QZX7' * 4}'\n"
PROJECT = '[project]\nname = "a"\nversion = "1"\nrequires-python = ">=3.12"\n'
UNSAFE = """
on: pull_request_target
permissions: {}
jobs:
  a:
    runs-on: ubuntu-24.04
    steps: [{run: "true"}]
"""


@pytest.fixture
def create(tmp_path: Path, shown: Shown) -> Callable[[int], Repository]:
    """Return a function that creates a repository with one group of hooks."""

    def create(group: int) -> Repository:
        hooks = f"repos:\n{shown(f'{HOOKS}::repos.{group}')}"
        return Repository.create(tmp_path / "shop", hooks)

    return create


@pytest.mark.parametrize(
    ("hook", "name", "text"),
    [
        ("conflict-marker", "a.py", "<<<<<<< HEAD\n"),
        ("private-key", "deploy.pem", KEY),
        ("trailing-space", "a.py", "total = 1  \n"),
        ("final-newline", "a.py", "total = 1"),
    ],
)
def test_pattern_refuses_its_fault(
    create: Callable[[int], Repository], hook: str, name: str, text: str
) -> None:
    repository = create(1)
    repository.write("clean.py", "total = 1\n")
    clean = repository.run(hook)
    repository.write(name, text)

    refused = repository.run(hook)

    assert (clean.returncode, refused.returncode) == (0, 1), clean.stdout
    assert name in refused.stdout


def test_new_secret_is_refused_and_a_reviewed_one_accepted(
    create: Callable[[int], Repository],
) -> None:
    repository = create(2)
    repository.write("tests/test_login.py", 'password = "correct horse"\n')
    repository.git("add", "--all")
    found = repository.start("detect-secrets", "scan", "--slim", "--no-verify")
    repository.write(".secrets.baseline", found.stdout)
    reviewed = repository.run("secrets")
    repository.write("app/storage.py", TOKEN)

    refused = repository.run("secrets")

    assert (reviewed.returncode, refused.returncode) == (0, 1), reviewed.stdout
    assert "AWS Access Key" in refused.stdout
    assert "test_login" not in refused.stdout


def test_outdated_lock_file_is_refused(create: Callable[[int], Repository]) -> None:
    repository = create(3)
    repository.write("pyproject.toml", PROJECT)
    repository.start("uv", "lock")
    clean = repository.run("uv-lock")
    repository.write("pyproject.toml", f"{PROJECT}[dependency-groups]\ndev = []\n")

    refused = repository.run("uv-lock")

    assert (clean.returncode, refused.returncode) == (0, 1), clean.stdout
    assert "needs to be updated" in refused.stdout


def test_invalid_and_unsafe_workflows_are_refused(
    create: Callable[[int], Repository],
) -> None:
    repository = create(3)
    repository.write(".github/workflows/a.yml", UNSAFE)

    valid = repository.run("workflow-schema")
    unsafe = repository.run("workflow-security")
    repository.write(".github/workflows/a.yml", "on: push\njobs: 3\n")
    invalid = repository.run("workflow-schema")

    assert (valid.returncode, unsafe.returncode, invalid.returncode) == (0, 1, 1)
    assert "dangerous-triggers" in unsafe.stdout


def test_hooks_pin_the_versions_that_these_tests_ran() -> None:
    pinned = re.findall(r"([\w-]+)==([\d.]+)", (ROOT / HOOKS).read_text())

    assert len(pinned) == 3
    assert pinned == [(name, version(name)) for name, _ in pinned]


def test_commit_without_hooks_is_refused_by_the_pipeline(
    create: Callable[[int], Repository], shown: Shown
) -> None:
    step = shown("examples/shop/.github/workflows/shop.yml::jobs.lint.steps.2")
    repository = create(1)
    assert repository.start("pre-commit", "install").returncode == 0
    repository.write("deploy.pem", KEY)
    repository.git("add", "--all")

    refused = repository.start("git", "commit", "-m", "Add the key")
    skipped = repository.start("git", "commit", "--no-verify", "-m", "Add the key")
    script = re.findall(r"run: (.*)", step)
    pipeline = repository.start("sh", "-c", *script)

    assert refused.returncode != 0
    assert skipped.returncode == 0
    assert pipeline.returncode == 1
    assert "deploy.pem" in pipeline.stdout
