"""What a scanner finds in a manifest."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

type Shown = Callable[[str], str]

RIGHT = "examples/shop/deploy/kubernetes/base/api-deployment.yaml"
WRONG = "examples/antipatterns/kubernetes/secret_in_value.yaml"
CONTAINER = "spec.template.spec.containers.0"


def scan(text: str, folder: Path) -> list[str]:
    """Return the kinds of secrets that detect-secrets finds."""
    (folder / "deployment.yaml").write_text(text)
    done = subprocess.run(
        [sys.executable, "-m", "detect_secrets", "scan", "--all-files", "."],
        cwd=folder,
        check=True,
        capture_output=True,
        text=True,
    )
    found = json.loads(done.stdout)["results"]
    return sorted(secret["type"] for secrets in found.values() for secret in secrets)


def test_secret_in_a_value_is_found(
    shown: Shown, measured: Callable[[str], None], tmp_path: Path
) -> None:
    found = scan(shown(WRONG), tmp_path)

    assert "Basic Auth Credentials" in found
    measured(f"detect-secrets reports {len(found)} secrets: {', '.join(found)}.")


def test_reference_to_a_secret_is_none(shown: Shown, tmp_path: Path) -> None:
    assert scan(shown(f"{RIGHT}::{CONTAINER}.env"), tmp_path) == []
