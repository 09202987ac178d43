"""Reads the Dockerfile: what it copies, what it runs again, what a container runs."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

SHELL = ["/bin/sh", "-c"]
"""Runs a command that is not a JSON list."""


@dataclass(frozen=True)
class Instruction:
    """One instruction; a continued one is one line."""

    keyword: str
    arguments: str

    @property
    def flags(self) -> list[str]:
        """The words that begin with two dashes, before all others."""
        words = self.arguments.split()
        count = next(
            (n for n, word in enumerate(words) if not word.startswith("--")), len(words)
        )
        return words[:count]

    @property
    def words(self) -> list[str]:
        """The words after the flags."""
        return self.arguments.split()[len(self.flags) :]

    @property
    def command(self) -> list[str]:
        """The program that a container runs, with its arguments."""
        text = re.sub(r"^(--\S+\s+)*(CMD\s+)?", "", self.arguments)
        is_exec_form = text.startswith("[")
        return json.loads(text) if is_exec_form else [*SHELL, text]

    @property
    def reads(self) -> list[str]:
        """The paths of the build context that the instruction reads."""
        if self.keyword == "COPY" and not self.arguments.startswith("--from="):
            return self.words[:-1]
        mounts = [flag for flag in self.flags if flag.startswith("--mount=type=bind")]
        return re.findall(r"source=([^,\s]+)", " ".join(mounts))


def read_instructions(dockerfile: str) -> list[Instruction]:
    """Return the instructions of all stages."""
    lines = [line for line in dockerfile.splitlines() if not line.startswith("#")]
    text = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    parts = [line.partition(" ") for line in text.splitlines() if line.strip()]
    return [Instruction(keyword, rest.strip()) for keyword, _, rest in parts]


def last(instructions: Sequence[Instruction], keyword: str) -> Instruction:
    """Return the last instruction of a kind, which is the one that applies."""
    return [one for one in instructions if one.keyword == keyword][-1]


def variables(instructions: Iterable[Instruction]) -> dict[str, str]:
    """Return what the `ENV` instructions set."""
    words = [word for one in instructions if one.keyword == "ENV" for word in one.words]
    return dict(word.split("=", 1) for word in words)


def sent_to_the_builder(files: Iterable[str], ignored: str) -> list[str]:
    """Return the files of the build context that `.dockerignore` leaves in it.

    The last line that matches a file, or a folder above it, decides.
    """
    lines = [line for line in ignored.splitlines() if line and not line.startswith("#")]
    patterns = [(line.startswith("!"), _pattern(line.lstrip("!"))) for line in lines]

    def is_sent(file: str) -> bool:
        decisions = [keep for keep, each in patterns if each.fullmatch(file)]
        return not decisions or decisions[-1]

    return [file for file in files if is_sent(file)]


def _pattern(line: str) -> re.Pattern[str]:
    expression = re.escape(line.strip("/"))
    for written, meant in (
        (r"\*\*/", "(?:.+/)?"),
        (r"\*\*", ".*"),
        (r"\*", "[^/]*"),
        (r"\?", "[^/]"),
    ):
        expression = expression.replace(written, meant)
    return re.compile(f"{expression}(?:/.*)?")


def copied(
    instructions: Iterable[Instruction], context: Sequence[str]
) -> Mapping[str, str]:
    """Return the files that `COPY` takes from the context: target to source."""
    copies = [one for one in instructions if one.keyword == "COPY" and one.reads]
    return {
        target: file
        for one in copies
        for source in one.reads
        for target, file in _copy(one, source, context)
    }


def _copy(
    one: Instruction, source: str, context: Sequence[str]
) -> Iterator[tuple[str, str]]:
    target = PurePosixPath(one.words[-1])
    for file in context:
        if file == source:
            yield str(target / PurePosixPath(file).name), file
        elif PurePosixPath(file).is_relative_to(source):
            yield str(target / PurePosixPath(file).relative_to(source)), file


def run_again(instructions: Sequence[Instruction], changed: str) -> list[Instruction]:
    """Return the instructions of a stage whose layers a changed file invalidates.

    The first one that reads the file loses its layer, and so do all after it.
    """
    for number, one in enumerate(instructions):
        if any(PurePosixPath(changed).is_relative_to(source) for source in one.reads):
            return list(instructions[number:])
    return []
