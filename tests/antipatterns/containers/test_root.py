"""The user of a container."""

from collections.abc import Callable

from image import last, read_instructions

from tests.antipatterns.containers.linted import diagnostics

type Shown = Callable[[str], str]

SHOP = "examples/shop/Dockerfile"


def test_container_runs_as_root(shown: Shown, measured: Callable[[str], None]) -> None:
    stages = shown(SHOP)
    wrong = shown("examples/antipatterns/containers/Dockerfile.root")

    reported = set(diagnostics(f"{stages}\n{wrong}"))

    user = last(read_instructions(wrong), "USER").arguments
    assert user == "root"
    assert "DL3002" in reported
    measured(f"hadolint reported DL3002: the last `USER` is `{user}`.")


def test_container_runs_as_a_numeric_user(shown: Shown) -> None:
    runtime = shown("examples/shop/Dockerfile::runtime")

    assert diagnostics(shown(SHOP)) == []
    assert last(read_instructions(runtime), "USER").arguments == "10001:10001"
