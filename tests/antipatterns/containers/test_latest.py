"""Whether the text of a Dockerfile says which image a build gets."""

import re
from collections.abc import Callable

from tests.antipatterns.containers.linted import diagnostics

type Shown = Callable[[str], str]

IMAGE = re.compile(r"(?:^FROM |--from=)(\S+[:@]\S+)", re.MULTILINE)


def test_build_gets_an_unknown_version(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    wrong = shown("examples/antipatterns/containers/Dockerfile.latest")

    images = IMAGE.findall(wrong)
    reported = diagnostics(wrong)

    assert [image.endswith(":latest") for image in images] == [True, True]
    assert reported == ["DL3007"]
    measured(
        f"hadolint reported DL3007 for {len(reported)} of {len(images)} images: it "
        "checks `FROM`, and accepts `COPY --from` with `latest`."
    )


def test_build_gets_the_image_of_the_digest(shown: Shown) -> None:
    stages = [shown(f"examples/shop/Dockerfile::{name}") for name in ("uv", "base")]

    images = [image for stage in stages for image in IMAGE.findall(stage)]

    assert len(images) == 2
    for image in images:
        assert re.search(r":\d+\.\d+\.\d+[\w.-]*@sha256:[0-9a-f]{64}$", image)
    assert diagnostics("\n".join(stages)) == []
