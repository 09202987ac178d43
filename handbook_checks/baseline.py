"""The findings that a project has accepted so far: a file that only gets shorter.

A finding is known by its file, its rule and the text of its line, so that an edit
elsewhere in the file does not bring it back.
"""

import json
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from handbook_checks.findings import SETTINGS, Finding, ToolError, root_of

type Key = tuple[str, str, str]


def _key(finding: Finding) -> Key:
    return finding.path, finding.rule, finding.source


def write(
    file: Path, findings: Iterable[Finding], kept: Counter[Key] | None = None
) -> None:
    """Write a baseline of these findings and of the ``kept`` ones, one on a line.

    Raises ToolError where the file can't be written.
    """
    counts = sorted((Counter(map(_key, findings)) + (kept or Counter())).items())
    lines = [json.dumps([*key, count], ensure_ascii=False) for key, count in counts]
    text = ",\n".join(lines)
    try:
        file.write_text(f"[\n{text}\n]\n" if lines else "[]\n", encoding="utf-8")
    except OSError as fault:
        raise ToolError(
            f"{file} can't be written ({fault}) — correct the path"
        ) from None


def read(file: Path) -> Counter[Key]:
    """Return how often each finding is accepted.

    Raises ToolError where the file is missing or no baseline.
    """
    try:
        entries = json.loads(file.read_text(encoding="utf-8"))
        return Counter({(p, r, s): int(n) for p, r, s, n in entries})
    except (OSError, ValueError, TypeError) as fault:
        fix = "name another file, or remove this one and use --write-baseline"
        raise ToolError(f"{file} is no baseline ({fault}) — {fix}") from None


def new(findings: Iterable[Finding], accepted: Counter[Key]) -> list[Finding]:
    """Return the findings that the baseline doesn't hold."""
    left = accepted.copy()
    fresh: list[Finding] = []
    for finding in findings:
        if left[_key(finding)] > 0:
            left[_key(finding)] -= 1
        else:
            fresh.append(finding)
    return fresh


def checked(
    accepted: Counter[Key], paths: Iterable[Path], rules: Collection[str]
) -> Counter[Key]:
    """Return the entries that a check of these paths for these rules can find."""
    places = [path.resolve() for path in paths]
    # A check of a folder reads the settings of its project too.
    settings = {root_of(place) / SETTINGS for place in places if place.is_dir()}
    return Counter(
        {
            (path, rule, source): count
            for (path, rule, source), count in accepted.items()
            if rule in rules
            and (
                (full := Path(path).resolve()) in settings
                or any(full.is_relative_to(place) for place in places)
            )
        }
    )


def others(
    accepted: Counter[Key],
    paths: Iterable[Path],
    rules: Collection[str],
    known: Collection[str],
) -> Counter[Key]:
    """Return the entries of other paths or rules; those of unknown rules are gone."""
    left = accepted - checked(accepted, paths, rules)
    return Counter({key: count for key, count in left.items() if key[1] in known})


def gone(findings: Iterable[Finding], accepted: Counter[Key]) -> int:
    """Return how many accepted findings no longer occur."""
    return (accepted - Counter(map(_key, findings))).total()
