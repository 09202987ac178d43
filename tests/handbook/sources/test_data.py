from textwrap import dedent

import pytest

from handbook.common.errors import HandbookError
from handbook.sources.data import find

FILES = {
    "toml": dedent("""\
        [project]
        name = "shop"

        # How strict.
        [tool.lint]
        select = [
            "ALL",  # [not] a header
        ]
        ignore = []

        [tool.lint.extra]
        deep = true

        [[tool.job]]
        id = 1

        [[tool.job]]
        id = 2
        """),
    "yaml": dedent("""\
        services:
          # The database.
          db:
            image: postgres
            ports:
              - 1
              - 2

        # Named volumes.
        volumes: {}
        """),
    "ini": dedent("""\
        [alembic]
        ; where
        script_location = migrations

        [loggers]
        keys = root
        """),
    "dotenv": "APP_A=1\n# Why.\n# APP_B=2\n",
    "dockerfile": "FROM a AS build\nRUN x\n\n# Small.\nFROM b AS final\nCOPY y\n",
    "bash": "set -e\nrun() {\n  if true; then\n    x\n  fi\n}\nrun\n",
    "nginx": "http {\n server {\n  location /api/ { # {\n   deny all;\n  }\n }\n}\n",
}


@pytest.mark.parametrize(
    ("language", "name", "blocks"),
    [
        ("toml", "project", [(1, 2)]),
        ("toml", "tool.lint", [(4, 9)]),
        ("toml", "tool.lint.select", [(5, 5), (6, 8)]),
        ("toml", "tool.job", [(14, 15), (17, 18)]),
        ("yaml", "services.db", [(2, 7)]),
        ("yaml", "services.db.ports.1", [(7, 7)]),
        ("yaml", "volumes", [(9, 10)]),
        ("ini", "alembic", [(1, 3)]),
        ("ini", "loggers.keys", [(5, 5), (6, 6)]),
        ("dotenv", "APP_B", [(2, 3)]),
        ("dockerfile", "build", [(1, 2)]),
        ("dockerfile", "final", [(4, 6)]),
        ("bash", "run", [(2, 6)]),
        ("nginx", "location /api/", [(3, 5)]),
        ("nginx", "server", [(2, 6)]),
    ],
)
def test_name_stands_for_its_lines(
    language: str, name: str, blocks: list[tuple[int, int]]
) -> None:
    found = find(FILES[language], language, [name], "file")

    assert [tuple(block) for block in found] == blocks


@pytest.mark.parametrize("language", sorted(FILES))
def test_unknown_name_is_refused(language: str) -> None:
    with pytest.raises(HandbookError, match="file has no 'nowhere'"):
        find(FILES[language], language, ["nowhere"], "file")


def test_typo_in_a_toml_key_is_answered_with_the_right_one() -> None:
    with pytest.raises(HandbookError) as refused:
        find(FILES["toml"], "toml", ["tool.lint.selct"], "pyproject.toml")

    assert "did you mean tool.lint.select" in (refused.value.fix or "")


def test_file_of_a_language_without_names_is_shown_whole_only() -> None:
    with pytest.raises(HandbookError, match="no names to show it by"):
        find("text", "text", ["x"], "notes.txt")
