"""Find keys, tables and sections in files that are not Python."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches

from handbook.common.errors import HandbookError
from handbook.sources import (
    dockerfile,
    dotenv,
    ini,
    nginx,
    shell,
    toml,
    yaml_keys,
)
from handbook.sources.lines import Range
from handbook.sources.parts import Part, Reader

READERS: Mapping[str, Reader] = {
    "toml": toml.parts,
    "yaml": yaml_keys.parts,
    "ini": ini.parts,
    "dotenv": dotenv.parts,
    "dockerfile": dockerfile.parts,
    "bash": shell.parts,
    "nginx": nginx.parts,
}
_ONE_NAME_MANY_PARTS = {"toml", "dotenv", "nginx"}
"""Languages in which a name stands for all parts of that name."""


def find(text: str, language: str, names: Sequence[str], path: str) -> list[Range]:
    """Return the blocks of ``names`` in a file of the given language.

    Raises HandbookError where a name is not in the file or can't be cut out of it,
    where the language's parser refuses the file, and where files of this language can
    only be shown whole.
    """
    reader = READERS.get(language)
    if reader is None:
        raise HandbookError(
            f"{path} has no names to show it by", fix="include the whole file"
        )
    try:
        parts = reader(text)
    except HandbookError as fault:
        raise HandbookError(
            fault.message, path=path, line=fault.line, fix=fault.fix
        ) from None
    return [
        block
        for name in names
        for part in _named(parts, name, language, path)
        for block in _blocks(part)
    ]


def _blocks(part: Part) -> list[Range]:
    return [part.lines] if part.header is None else [part.header, part.lines]


def _named(parts: Sequence[Part], name: str, language: str, path: str) -> list[Part]:
    found = [part for part in parts if part.name == name]
    if not found:
        near = get_close_matches(name, [part.name for part in parts], n=3, cutoff=0.6)
        hint = f"did you mean {' or '.join(near)}?" if near else "check the spelling"
        raise HandbookError(f"{path} has no {name!r}", fix=hint)
    if len(found) > 1 and language not in _ONE_NAME_MANY_PARTS:
        raise HandbookError(
            f"{path} has {name!r} {len(found)} times", fix="include a larger part"
        )
    for part in found:
        if part.fault:
            raise HandbookError(
                f"{path}: {name!r} can't be shown alone: {part.fault}",
                fix="give it lines of its own, or include a larger part",
            )
    return found
