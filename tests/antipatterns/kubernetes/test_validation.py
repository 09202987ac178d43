"""What the validator reports about a misspelled field."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

type Shown = Callable[[str], str]

RIGHT = "examples/shop/deploy/kubernetes/base/api-deployment.yaml"
WRONG = "examples/antipatterns/kubernetes/misspelled_field.yaml"
PROGRAM = str(Path(sys.executable).with_name("kubernetes-validate"))


def validate(text: str, folder: Path, *options: str) -> tuple[int, str]:
    """Return the validator's exit status and output."""
    path = folder / "deployment.yaml"
    path.write_text(text)
    done = subprocess.run(
        [PROGRAM, *options, str(path)], capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_misspelled_field_passes_unless_strict(
    shown: Shown, measured: Callable[[str], None], tmp_path: Path
) -> None:
    text = shown(WRONG)

    lenient, _ = validate(text, tmp_path)
    strict, output = validate(text, tmp_path, "--strict")

    assert (lenient, strict) == (0, 1)
    assert "'readinesProbe' was unexpected" in output
    measured(
        f"kubernetes-validate accepts the manifest (exit status {lenient}); with"
        f" `--strict` it ends with status {strict}: “'readinesProbe' was unexpected”."
    )


def test_right_fields_pass_the_strict_check(shown: Shown, tmp_path: Path) -> None:
    status, _ = validate(shown(RIGHT), tmp_path, "--strict")

    assert status == 0
