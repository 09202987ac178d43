"""What hadolint reports about a Dockerfile."""

import json
import subprocess
import sys
from pathlib import Path

HADOLINT = Path(sys.executable).with_name("hadolint")


def diagnostics(dockerfile: str) -> list[str]:
    """Return the codes of all faults."""
    done = subprocess.run(
        [HADOLINT, "--format", "json", "-"],
        input=dockerfile,
        capture_output=True,
        text=True,
        check=False,
    )
    return [fault["code"] for fault in json.loads(done.stdout)]
