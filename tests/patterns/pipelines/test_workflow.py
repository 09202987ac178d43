"""The workflow of the shop, read by the tools that know the format."""

import re
import sys
from collections.abc import Callable
from pathlib import Path

import yaml

from handbook.common.files import ROOT
from tests.patterns.pipelines.workflow_steps import (
    SHOP,
    WORKFLOW,
    output_of,
    project,
    read_key,
    run_step,
    scripts,
    zizmor,
)

type Shown = Callable[[str], str]

UPDATES = "examples/shop/.github/dependabot.yml"
CHECKS = ["lint", "types", "tests", "migrations"]
PINNED = re.compile(r"uses: [\w-]+/[\w-]+@[0-9a-f]{40}  # v\d+\.\d+\.\d+")


def test_tools_find_no_fault(shown: Shown, tmp_path: Path) -> None:
    text = shown(WORKFLOW)

    assert zizmor(text, tmp_path) == []
    file = str(tmp_path / "workflow.yml")
    output_of("actionlint", file)
    output_of("check-jsonschema", "--builtin-schema", "vendor.github-workflows", file)


def test_jobs_have_no_permission_but_those_that_they_list(shown: Shown) -> None:
    jobs = yaml.safe_load((ROOT / WORKFLOW).read_text())["jobs"]

    assert read_key(shown(f"{WORKFLOW}::permissions"), "permissions") == {}
    writes = {
        name: [key for key, level in job["permissions"].items() if level == "write"]
        for name, job in jobs.items()
    }
    assert writes == {name: [] for name in [*CHECKS, "deploy"]} | {
        "image": ["packages"]
    }


def test_checks_run_on_pull_requests_and_may_be_replaced_there(shown: Shown) -> None:
    events = read_key(shown(f"{WORKFLOW}::on"), "on")
    limits = read_key(shown(f"{WORKFLOW}::concurrency"), "concurrency")
    jobs = yaml.safe_load((ROOT / WORKFLOW).read_text())["jobs"]

    assert events == {"pull_request": None, "push": {"branches": ["main"]}}
    assert limits["cancel-in-progress"] == "${{ github.event_name == 'pull_request' }}"
    assert "if" not in {key for name in CHECKS for key in jobs[name]}
    assert all(job["timeout-minutes"] <= 30 for job in jobs.values())


def test_changed_dependency_fails_the_first_step(shown: Shown, tmp_path: Path) -> None:
    folder = project(tmp_path / "project")
    settings = folder / "pyproject.toml"
    settings.write_text(settings.read_text() + "[tool.uv]\npackage = false\n")
    variables = {
        **read_key(shown(f"{WORKFLOW}::env"), "env"),
        "UV_NO_SYNC": "0",
        "UV_OFFLINE": "1",
        "UV_PROJECT_ENVIRONMENT": ".venv",
        "UV_PYTHON": sys.executable,
    }
    assert run_step("uv lock --offline", folder).returncode == 0
    clean = run_step("uv run true", folder, environment=variables)
    extra = "[dependency-groups]\ndev = []\n"
    settings.write_text(settings.read_text() + extra)

    stale = run_step("uv run true", folder, environment=variables)

    assert (clean.returncode, stale.returncode) == (0, 1), clean.stderr + stale.stderr
    assert "needs to be updated" in stale.stderr


def test_steps_are_commands_of_the_readme(shown: Shown) -> None:
    readme = (SHOP / "README.md").read_text()
    jobs = [read_key(shown(f"{WORKFLOW}::jobs.{name}"), name) for name in CHECKS[:2]]

    hooks, *rest = [command for job in jobs for command in scripts(job)]

    assert hooks.startswith("uvx pre-commit==")
    assert all(f"{command}\n" in readme for command in rest)


def test_every_action_is_pinned_by_commit_and_says_its_version(shown: Shown) -> None:
    step = shown(f"{WORKFLOW}::jobs.types.steps.0")
    lines = (ROOT / WORKFLOW).read_text().splitlines()

    assert PINNED.search(step)
    used = [line for line in lines if "uses:" in line]
    assert all(PINNED.search(line) for line in used)
    assert len({line.strip(" -") for line in used}) == 5


def test_updates_wait_and_come_together(shown: Shown, tmp_path: Path) -> None:
    file = tmp_path / "dependabot.yml"
    file.write_text(shown(UPDATES))

    output_of("check-jsonschema", "--builtin-schema", "vendor.dependabot", str(file))
    updates = yaml.safe_load(file.read_text())["updates"]
    assert {each["package-ecosystem"] for each in updates} == {
        "uv",
        "github-actions",
        "docker",
    }
    assert all(each["cooldown"]["default-days"] >= 7 for each in updates)
    assert all(len(each["groups"]) == 1 for each in updates)


def test_pipeline_and_image_install_with_the_same_uv(shown: Shown) -> None:
    in_pipeline = re.findall(r"\n +version: (\S+)", shown(WORKFLOW))
    [in_image] = re.findall(
        r"astral-sh/uv:([\d.]+)@", (SHOP / "Dockerfile").read_text()
    )

    assert set(in_pipeline) == {in_image}
