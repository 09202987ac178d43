"""Which files of a working folder the image contains."""

from collections.abc import Callable

from image import copied, read_instructions, sent_to_the_builder

type Shown = Callable[[str], str]

APP = ["alembic.ini", "app/main.py", "migrations/env.py"]
PRIVATE = [".env", ".git/config", "shop.db", "tests/test_main.py"]
FOLDER = [*APP, *PRIVATE, "pyproject.toml", "uv.lock"]


def test_copied_context_contains_secrets(
    shown: Shown, measured: Callable[[str], None]
) -> None:
    dockerfile = shown("examples/antipatterns/containers/Dockerfile.copy_all")

    image = copied(read_instructions(dockerfile), FOLDER)

    private = [file for file in PRIVATE if file in image]
    assert private == PRIVATE
    measured(
        f"The image contained {len(private)} files that must stay out: "
        f"`{'`, `'.join(private)}`."
    )


def test_named_files_keep_secrets_out(shown: Shown) -> None:
    dockerfile = shown("examples/shop/Dockerfile::build")
    ignored = shown("examples/shop/.dockerignore")

    context = sent_to_the_builder(FOLDER, ignored)
    image = copied(read_instructions(dockerfile), context)

    assert sorted(image) == APP
    assert not set(PRIVATE) & set(context)
