"""Parts of settings files whose ends no pattern of lines can tell."""

import configparser
import re
import tomllib
from functools import reduce
from pathlib import Path
from textwrap import dedent
from typing import Any, cast

import pytest
import yaml

from handbook.common.errors import HandbookError
from handbook.common.files import ROOT
from handbook.sources.data import READERS, find
from handbook.sources.lines import split_lines


def cut(language: str, text: str, name: str) -> list[str]:
    """Return the text of each block that a name stands for."""
    lines = split_lines(text)
    blocks = find(text, language, [name], "file")
    return ["\n".join(lines[first - 1 : last]) for first, last in blocks]


@pytest.mark.parametrize(
    ("language", "text", "name", "wanted"),
    [
        (
            "toml",
            '[a]\ntext = """\n[b]\nx = 1\n"""\ny = 2\n',
            "a",
            ['[a]\ntext = """\n[b]\nx = 1\n"""\ny = 2'],
        ),
        ("toml", "[a]\nb.c = 1\n", "a.b", ["[a]", "b.c = 1"]),
        ("toml", "[a]\nx = 1\n  [a.b]\n  y = 2\n", "a", ["[a]\nx = 1"]),
        ("toml", "[a.'b.c']\nx = 1\n", 'a."b.c"', ["[a.'b.c']\nx = 1"]),
        ("toml", "'a=b' = 1\nc = 2\n", "a=b", ["'a=b' = 1"]),
        ("toml", 'a = """\n# b"""\nc = 1\n', "c", ["c = 1"]),
        ("ini", "[a]\nk =\n  one\n  two\n", "a.k", ["[a]", "k =\n  one\n  two"]),
        ("ini", "[a]\nk = 1\n\n  2\nl = 3\n", "a.k", ["[a]", "k = 1\n\n  2"]),
        ("ini", "[a]\nk = 1\n  [b]\n", "a", ["[a]\nk = 1\n  [b]"]),
        ("ini", "[a]\nKey = 1\n", "a.key", ["[a]", "Key = 1"]),
        ("ini", "[DEFAULT]\nk = 1\n[a]\nl = 1\n", "DEFAULT", ["[DEFAULT]\nk = 1"]),
        ("yaml", "a: |\n  x\n  # text\nb: 1\n", "a", ["a: |\n  x\n  # text"]),
        ("yaml", "a: |\n  x\n\n# About b.\nb: 1\n", "a", ["a: |\n  x"]),
        ("yaml", "a: |+\n  x\n\nb: 1\n", "a", ["a: |+\n  x\n"]),
        ("yaml", "a: 'x\n# y'\nb: 1\n", "b", ["b: 1"]),
        ("yaml", "a: 1\n---\nb: 2\n", "b", ["b: 2"]),
        ("yaml", "a.b: 1\n", '"a.b"', ["a.b: 1"]),
        ("yaml", "a: &x\n  k: 1\nb: *x\nc: 1\n", "b", ["b: *x"]),
        ("yaml", 'a:\n  b: "x\u2028y"\nc: 1\n', "c", ["c: 1"]),
        ("dotenv", 'A="one\nB=2"\nC=3\n', "A", ['A="one\nB=2"']),
        ("dotenv", "export A=1\n", "A", ["export A=1"]),
        (
            "dockerfile",
            "FROM a AS build\nRUN <<E\nFROM b AS fake\nE\nCOPY x y\nFROM c\n",
            "build",
            ["FROM a AS build\nRUN <<E\nFROM b AS fake\nE\nCOPY x y"],
        ),
        ("dockerfile", "FROM a \\\n  AS b\nRUN x\n", "b", ["FROM a \\\n  AS b\nRUN x"]),
        (
            "dockerfile",
            "# escape=`\nFROM a AS b\nRUN x `\n# why\nFROM\n",
            "b",
            ["# escape=`\nFROM a AS b\nRUN x `\n# why\nFROM"],
        ),
        (
            "dockerfile",
            'FROM a AS b\nRUN echo "<<E"\n',
            "b",
            ['FROM a AS b\nRUN echo "<<E"'],
        ),
        ("dockerfile", "FROM --platform=x a as b\n", "b", ["FROM --platform=x a as b"]),
        (
            "bash",
            "f() {\n  cat <<E\n}\nE\n  x\n}\n",
            "f",
            ["f() {\n  cat <<E\n}\nE\n  x\n}"],
        ),
        ("bash", "f() { x; }\ng() {\n  y\n}\n", "f", ["f() { x; }"]),
        ("bash", "# Why.\nf()\n{\n  x\n}\n", "f", ["# Why.\nf()\n{\n  x\n}"]),
        ("bash", "f() {\n  x\n  }\ng() {\n  y\n}\n", "f", ["f() {\n  x\n  }"]),
        ("bash", "f() { x; } \\\n  > out\nx\n", "f", ["f() { x; } \\\n  > out"]),
        ("nginx", 'a {\n  b "}";\n}\n', "a", ['a {\n  b "}";\n}']),
        ("nginx", 'a {\n  b "#"; }\nc {\n}\n', "a", ['a {\n  b "#"; }']),
    ],
)
def test_part_ends_where_its_format_ends_it(
    language: str, text: str, name: str, wanted: list[str]
) -> None:
    assert cut(language, text, name) == wanted


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("toml", '[a]\ntext = """\n[b]\nx = 1\n"""\n', "b"),
        ("ini", "[a]\nk = 1\n  [b]\n", "b"),
        ("yaml", "a: |\n  b: 1\n", "a.b"),
        ("yaml", "a: &x\n  k: 1\nb: *x\n", "b.k"),
        ("dotenv", 'A="one\nB=2"\n', "B"),
        ("dockerfile", "FROM a AS b\nRUN <<E\nFROM c AS fake\nE\n", "fake"),
        ("dockerfile", "FROM a AS b\nRUN echo \\\nFROM c AS fake\n", "fake"),
        ("bash", "cat <<E\nf() {\n  x\n}\nE\n", "f"),
        ("bash", "x='\nf() {\n  x\n}\n'\n", "f"),
        ("nginx", 'a "\nb {\n}\n";\n', "b"),
    ],
)
def test_name_within_a_text_is_no_part(language: str, text: str, name: str) -> None:
    with pytest.raises(HandbookError, match=f"file has no '{name}'"):
        cut(language, text, name)


@pytest.mark.parametrize(
    ("language", "text", "line"),
    [
        ("toml", "[a]\nx = \n", None),
        ("ini", "[a]\nk = 1\nstray\n", 3),
        ("yaml", "a: [1\nb: 2\n", 2),
        ("dotenv", 'A=1\nB="one\n', 2),
        ("dockerfile", "FROM a AS b\nCOPPY x y\n", 2),
        ("dockerfile", "FROM a AS b\nRUN <<E\nx\n", 2),
        ("dockerfile", "FROM a AS b\nRUN 'x <<E\nE\n", 2),
        ("dockerfile", "FROM a AS b\nRUN cat <<E>x\nE\n", 2),
        ("bash", "f() {\n  echo 'x\n}\n", 2),
        ("nginx", 'a {\n  b "x;\n}\n', 2),
        ("nginx", "a {\n", 1),
        ("nginx", "a {\n}\n}\n", 3),
    ],
)
def test_file_that_its_format_refuses_is_refused_with_its_place(
    language: str, text: str, line: int | None
) -> None:
    with pytest.raises(HandbookError) as refused:
        cut(language, text, "a")

    assert (refused.value.path, refused.value.line) == ("file", line)
    assert refused.value.fix


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("yaml", "{a: 1, b: 2}\n", "a"),
        ("yaml", "a: {b: 1, c: 2}\n", "a.b"),
        ("yaml", "a:\n  -\n    b: 1\n", "a.0"),
        ("nginx", "a { x; } b { y; }\n", "a"),
    ],
)
def test_part_that_shares_a_line_is_refused(
    language: str, text: str, name: str
) -> None:
    with pytest.raises(HandbookError, match="can't be shown alone") as refused:
        cut(language, text, name)

    assert refused.value.fix


def test_name_in_two_documents_is_refused() -> None:
    with pytest.raises(HandbookError, match="'a' 2 times"):
        cut("yaml", "a: 1\n---\na: 2\n", "a")


def settings(*suffixes: str) -> list[Path]:
    folders = (ROOT, ROOT / "examples/shop", ROOT / ".github/workflows")
    files = [file for folder in folders for file in sorted(folder.iterdir())]
    return [file for file in files if file.suffix in suffixes]


def test_every_toml_key_of_the_repository_keeps_its_value() -> None:
    for file in settings(".toml"):
        text = file.read_text(encoding="utf-8")
        for part in READERS["toml"](text):
            shown = "\n".join(cut("toml", text, part.name))

            assert is_within(tomllib.loads(shown), tomllib.loads(text)), part


def test_every_yaml_key_of_the_repository_keeps_its_value() -> None:
    for file in settings(".yml", ".yaml"):
        text = file.read_text(encoding="utf-8")
        whole = yaml.BaseLoader(text).get_single_data()
        for part in READERS["yaml"](text):
            if not part.fault:
                (shown,) = cut("yaml", text, part.name)
                found = with_anchors_of(text, f"{dedent(shown)}\n").get_single_data()
                *above, key = re.findall(r'"[^"]*"|[^.]+', part.name)
                holder = reduce(below, above, whole)
                if isinstance(found, list) and isinstance(holder, dict):
                    found = found[0]

                assert below(found, "0" if isinstance(found, list) else key) == below(
                    holder, key
                ), part


def with_anchors_of(whole: str, part: str) -> yaml.BaseLoader:
    """Return a loader of a part that knows the anchors that are set outside of it."""
    loader, outer = yaml.BaseLoader(part), yaml.BaseLoader(whole)
    untyped: Any = outer  # the stubs have no types for events
    for _ in ("start of the stream", "start of the document"):
        untyped.get_event()
    outer.compose_node(None, 0)
    own = {e.anchor for e in yaml.parse(part) if isinstance(e, yaml.NodeEvent)}
    known = outer.anchors.items()
    aliased = {e.anchor for e in yaml.parse(part) if isinstance(e, yaml.AliasEvent)}
    set_here = own - aliased
    loader.anchors = {name: node for name, node in known if name not in set_here}
    return loader


def below(value: object, key: str) -> object:
    """Return what a mapping or a list holds under the name of a part."""
    match value:
        case list():
            return cast("list[object]", value)[int(key)]
        case dict():
            return cast("dict[str, object]", value)[key.strip('"')]
        case _:
            raise AssertionError(value)


def test_every_ini_key_of_the_repository_keeps_its_value() -> None:
    for file in settings(".ini"):
        text = file.read_text(encoding="utf-8")
        whole = configparser.RawConfigParser()
        whole.read_string(text)
        for part in READERS["ini"](text):
            shown = configparser.RawConfigParser()
            shown.read_string("\n".join(cut("ini", text, part.name)))
            (section,) = shown.sections()

            assert dict(shown[section]).items() <= dict(whole[section]).items()


def is_within(part: object, whole: object) -> bool:
    """Whether everything in a value is in the other one too, at its place."""
    match part, whole:
        case dict(), dict():
            return all(k in whole and is_within(v, whole[k]) for k, v in part.items())
        case list(), list():
            return len(part) <= len(whole) and all(
                any(is_within(one, other) for other in whole) for one in part
            )
        case _:
            return part == whole
