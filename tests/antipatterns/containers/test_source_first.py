"""Which instructions run again after a change of one module."""

from collections.abc import Callable

from image import read_instructions, run_again

type Shown = Callable[[str], str]

INSTALL = "uv sync"


def installs_again(dockerfile: str) -> int:
    """Return how many installations a changed module causes."""
    again = run_again(read_instructions(dockerfile), "app/main.py")
    assert again
    return len([one for one in again if INSTALL in one.arguments])


def test_changed_module_installs_all_dependencies_again(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    wrong = shown("examples/antipatterns/containers/Dockerfile.source_first")

    again = installs_again(wrong)

    assert again == 1
    measured(
        "After a change of `app/main.py`, the cached layers do not apply to "
        f"{again} of 1 `uv sync`: it installs every dependency again."
    )


def test_changed_module_keeps_the_installed_dependencies(shown: Shown) -> None:
    assert installs_again(shown("examples/shop/Dockerfile::build")) == 0
