"""What pyenv needs to find a program outside of the repository."""

from pathlib import Path

_CHOSEN = Path(__file__).parents[2] / ".python-version"

PYENV = {"PYENV_VERSION": ":".join(_CHOSEN.read_text(encoding="utf-8").split())}
"""pyenv looks for `uv` in the Python that the working directory chooses."""
