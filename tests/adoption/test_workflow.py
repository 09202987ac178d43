"""The pipeline of the shop, in a clean copy that Git knows and uv has locked."""

import subprocess
from pathlib import Path

import pytest
import yaml
from servers import postgresql_server
from sqlalchemy import make_url

from tests.adoption.test_readme import environment
from tests.patterns.extending.copied_app import copy_app
from tests.patterns.patches import git
from tests.patterns.pipelines.workflow_steps import SHELLS, Node, scripts

JOBS = ["lint", "types", "tests", "migrations"]


def in_ci(workflow: Node, job: Node, database_url: str) -> dict[str, str]:
    """Return the variables of a job; its database is the one that the test started."""
    own = {**workflow.get("env", {}), **job.get("env", {})}
    steps = [step.get("env", {}) for step in job["steps"]]
    for variables in steps:
        own |= variables
    known = {name: text for name, text in own.items() if "${{" not in str(text)}
    if "APP_DATABASE_URL" in known:
        known["APP_DATABASE_URL"] = database_url
    return environment() | known


@pytest.mark.processes
def test_steps_pass_in_their_order_in_a_clean_copy(tmp_path: Path) -> None:
    shop = copy_app(tmp_path / "shop").folder
    lock = [*SHELLS["bash"], "-c", "uv lock --quiet"]
    subprocess.run(lock, cwd=shop, env=environment(), check=True)
    git(shop, "init", "--quiet")
    git(shop, "add", "--all")
    workflow = yaml.safe_load((shop / ".github/workflows/shop.yml").read_text())
    readme = (shop / "README.md").read_text()

    ran: list[str] = []
    with postgresql_server() as server:
        url = make_url(server.url).render_as_string(hide_password=False)
        for job in map(workflow["jobs"].get, JOBS):
            for script in scripts(job):
                if "pytest" in script:  # the README's own run takes half an hour
                    assert script in readme
                    continue
                done = subprocess.run(
                    [*SHELLS["bash"], "-c", script],
                    cwd=shop,
                    env=in_ci(workflow, job, url),
                    capture_output=True,
                    text=True,
                    check=False,
                )
                assert done.returncode == 0, f"{script}\n{done.stdout}{done.stderr}"
                ran.append(script)

    assert len(ran) == 8
    assert git(shop, "diff", "--name-only") == ""
    assert git(shop, "ls-files", "--others", "--exclude-standard") == ""
